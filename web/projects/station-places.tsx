import { type FormEvent, useState } from "react";
import { useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { PlaceField } from "#web/projects/place-field.tsx";
import styles from "#web/projects/projects.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Board = OutputFor<"project.board">;

/** 派出所的位置: an office says where its stations are. */
export function StationPlaces({
  stations,
  arranged,
  onClose,
}: {
  stations: Board["policeStations"];
  arranged: Board["stations"];
  onClose: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const save = useAction("station.place");
  const [id, setId] = useState<string | null>(arranged.length === 1 ? String(arranged[0]?.id) : null);
  const [draft, setDraft] = useState<{ lat: string; lng: string }>();
  const known = stations.find((station) => String(station.id) === id)?.place ?? null;
  const { lat, lng } = draft ?? { lat: known ? String(known.lat) : "", lng: known ? String(known.lng) : "" };
  const issue = (field: string) => {
    const found = save.error?.issues.find(({ path }) => path === `place.${field}` || path === field);
    return found && issueWords(words, found);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (id === null || save.isPending) return;
    const number = (typed: string) => (typed.trim() === "" ? Number.NaN : Number(typed));
    const place = lat.trim() + lng.trim() === "" ? null : { lat: number(lat), lng: number(lng) };
    const done = await save.mutateAsync({ id: Number(id), place }).catch(() => undefined);
    if (!done) return;
    showToast(t("sketch.stationSaved"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("sketch.stations")}>
      <form className={styles["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <SelectField
          label={t("projects.col.station")}
          choices={arranged.map((station) => ({ value: String(station.id), label: station.name }))}
          value={id}
          onChange={(next) => {
            setId(next);
            setDraft(undefined);
          }}
        />
        {id !== null && (
          <PlaceField lat={lat} lng={lng} onChange={setDraft} latError={issue("lat")} lngError={issue("lng")} />
        )}
        {save.error !== null && save.error.issues.length === 0 && <p role="alert">{t(`error.${save.error.code}`)}</p>}
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={save.isPending} disabled={id === null}>
            {t("projects.save")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
