import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { type DraftItem, HandoverItems } from "#web/staffing/handover-items.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField, TextArea, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Leaver = OutputFor<"account.leavers">["items"][number];
type Place = Leaver["places"][number];

/** What one hand-over may take at once; the rest follows in a second one. */
const most = 20;
const keyOf = (place: Place) => `${place.project.id} ${place.kind}`;

/** All places of one officer in one go: a successor for each, one order, one sheet. */
export function BulkHandover({ officer, places }: { officer: Leaver; places: readonly Place[] }) {
  const { t } = useWords();
  const load = useOperation("staffing.load", { kind: "A" });
  return (
    <section className={home["part"]} aria-labelledby="leaver-bulk">
      <h2 id="leaver-bulk">{t("leaver.bulk")}</h2>
      <p className={home["soft"]}>{t("leaver.bulkText")}</p>
      <PageState query={load} skeleton="list">
        {(data) => <BulkForm officer={officer} places={places.slice(0, most)} load={data} />}
      </PageState>
    </section>
  );
}

function BulkForm(props: { officer: Leaver; places: readonly Place[]; load: OutputFor<"staffing.load"> }) {
  const { t } = useWords();
  const { officer, places, load } = props;
  const [successors, setSuccessors] = useState<Readonly<Record<string, string | null>>>({});
  const [orderNo, setOrderNo] = useState("");
  const [note, setNote] = useState("");
  const [items, setItems] = useState<readonly DraftItem[]>([]);
  const prepare = useAction("handover.prepare");
  const errorOf = useFieldError(prepare.error);
  const named = places.filter((place) => (successors[keyOf(place)] ?? null) !== null);
  const choices = load.items
    .filter((one) => one.accountId !== officer.accountId)
    .map((one) => ({
      value: String(one.accountId),
      label: `${one.dutyName} · ${one.unitName} · ${t("staffing.carries", {
        projects: one.projects,
        cap: load.cap,
        matters: one.openMatters,
      })}`,
    }));
  const send = () =>
    prepare.mutate(
      {
        fromAccountId: officer.accountId,
        places: named.map((place) => ({
          projectId: place.project.id,
          kind: place.kind,
          toAccountId: Number(successors[keyOf(place)]),
        })),
        orderNo,
        note,
        items: items.map(({ kind, text, dueOn }) => ({ kind, text, dueOn: dueOn === "" ? null : dueOn })),
      },
      { onSuccess: ({ ids }) => showToast(t("leaver.bulkDone", { count: ids.length })) },
    );
  /** A complaint about a place stands beside its successor. */
  const complaint = (place: Place) => {
    const index = named.indexOf(place);
    return index < 0 ? undefined : (errorOf(`places.${index}.toAccountId`) ?? errorOf(`places.${index}.projectId`));
  };
  const said = ["orderNo", ...named.flatMap((_, at) => [`places.${at}.toAccountId`, `places.${at}.projectId`])];
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {places.map((place) => (
        <SelectField
          key={keyOf(place)}
          label={`${place.project.name} · ${t(`place.${place.kind}`)}`}
          empty={t("leaver.later")}
          value={successors[keyOf(place)] ?? null}
          onChange={(value) => setSuccessors({ ...successors, [keyOf(place)]: value })}
          error={complaint(place)}
          choices={choices}
        />
      ))}
      <TextField label={t("staffing.orderNo")} value={orderNo} onChange={setOrderNo} error={errorOf("orderNo")} />
      <HandoverItems items={items} onChange={setItems} />
      <TextArea label={t("handover.note")} optional value={note} onChange={setNote} max={2000} />
      <ActionError error={prepare.error} except={said} />
      <div className={home["buttons"]}>
        <Button
          look="filled"
          type="submit"
          busy={prepare.isPending}
          disabled={named.length === 0 || items.some((one) => one.text.trim().length < 2)}
        >
          {t("leaver.bulkSend", { count: named.length })}
        </Button>
      </div>
    </form>
  );
}
