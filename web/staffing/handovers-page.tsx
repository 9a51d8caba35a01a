import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import { type DraftItem, HandoverItems } from "#web/staffing/handover-items.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextArea } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Handovers = OutputFor<"handover.list">;

/** 工作交接: what I give, what I take over, what waits for a successor. */
export function HandoversPage() {
  const { t } = useWords();
  useTitle(t("handover.title"));
  const query = useOperation("handover.list", {});
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      <PageHead back="/me" title={<h1>{t("handover.title")}</h1>} />
      <div className={home["page"]}>
        <PageState query={query} skeleton="list">
          {({ items, places }) => (
            <>
              <section className={home["part"]} aria-label={t("handover.title")}>
                {items.length === 0 && <p>{t("handover.none")}</p>}
                <ul className={home["rows"]}>
                  {items.map((one) => (
                    <li key={one.id} className={styles["line"]}>
                      <div>
                        <p>
                          <Link to="/handovers/$id" params={{ id: String(one.id) }}>
                            {one.project.name} · {t(`place.${one.kind}`)}
                          </Link>
                        </p>
                        <p className={home["soft"]}>
                          {t("handover.fromTo", {
                            from: one.from.dutyName,
                            to: one.to?.dutyName ?? t("handover.unnamed"),
                          })}
                        </p>
                      </div>
                      <span className={one.late ? styles["gap"] : undefined}>
                        {t(one.late ? "handover.late" : `handover.state.${one.state}`)}
                      </span>
                    </li>
                  ))}
                </ul>
              </section>
              {places.length > 0 && <GiveForm places={places} />}
            </>
          )}
        </PageState>
      </div>
    </>
  );
}

/** Several places at once, with one sheet for all of them. */
function GiveForm({ places }: { places: Handovers["places"] }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [note, setNote] = useState("");
  const [items, setItems] = useState<readonly DraftItem[]>([]);
  const prepare = useAction("handover.prepare");
  const keyOf = (place: Handovers["places"][number]) => `${place.project.id} ${place.kind}`;
  const send = () =>
    prepare.mutate(
      {
        places: places
          .filter((place) => chosen.includes(keyOf(place)))
          .map((place) => ({ projectId: place.project.id, kind: place.kind })),
        note,
        items: items.map(({ kind, text, dueOn }) => ({ kind, text, dueOn: dueOn === "" ? null : dueOn })),
      },
      {
        onSuccess: () => {
          showToast(t("handover.asked"));
          setChosen([]);
          setItems([]);
          setNote("");
        },
      },
    );
  return (
    <section className={home["part"]} aria-labelledby="handover-give">
      <h2 id="handover-give">{t("handover.give")}</h2>
      <p className={home["soft"]}>{t("handover.giveText")}</p>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <fieldset>
          <legend>{t("handover.which")}</legend>
          {places.map((place) => (
            <label key={keyOf(place)} className={styles["check"]}>
              <input
                type="checkbox"
                checked={chosen.includes(keyOf(place))}
                onChange={(event) =>
                  setChosen(
                    event.target.checked ? [...chosen, keyOf(place)] : chosen.filter((one) => one !== keyOf(place)),
                  )
                }
              />
              <span>
                {place.project.name} · {t(`place.${place.kind}`)}
              </span>
            </label>
          ))}
        </fieldset>
        <HandoverItems items={items} onChange={setItems} />
        <TextArea label={t("handover.note")} optional value={note} onChange={setNote} max={2000} />
        <ActionError error={prepare.error} />
        <div className={home["buttons"]}>
          <Button
            look="filled"
            type="submit"
            busy={prepare.isPending}
            disabled={chosen.length === 0 || items.some((one) => one.text.trim().length < 2)}
          >
            {t("handover.ask")}
          </Button>
        </div>
      </form>
    </section>
  );
}
