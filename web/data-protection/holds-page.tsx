import { type FormEvent, useState } from "react";
import { registerNumber } from "#kernel/register-number.ts";
import styles from "#web/administration/administration.module.css";
import { ReasonSheet } from "#web/administration/reason-sheet.tsx";
import { useAction, useOperation } from "#web/call.ts";
import own from "#web/data-protection/data-protection.module.css";
import { useTextFields } from "#web/forms/use-text-fields.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { DraftNote } from "#web/ui/draft.tsx";
import { TextField } from "#web/ui/field.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Holds = OutputFor<"hold.list">;
type Hold = Holds["holds"][number];

/** 保存期限与保全: how long each kind is kept, what must not go yet and why, what goes next and what has gone. */
export function HoldsPage() {
  const { t } = useWords();
  useTitle(t("hold.title"));
  const query = useOperation("hold.list", {});
  const [placing, setPlacing] = useState(false);
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <div className={classNames(home["between"], own["head"])}>
          <h1>{t("hold.title")}</h1>
          {query.data?.mayPlace === true && (
            <Button look="filled" onClick={() => setPlacing(true)}>
              {t("hold.place")}
            </Button>
          )}
        </div>
        <p className={styles["lead"]}>{t("hold.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {(data) => (
          <>
            <HoldsPart holds={data.holds} />
            <RulesPart data={data} />
            <ErasedPart data={data} />
          </>
        )}
      </PageState>
      {placing && <PlaceSheet onClose={() => setPlacing(false)} />}
    </div>
  );
}

function HoldsPart({ holds }: { holds: readonly Hold[] }) {
  const { t } = useWords();
  return (
    <section className={home["part"]} aria-labelledby="holds-list">
      <h2 id="holds-list">{t("hold.list")}</h2>
      {holds.length === 0 ? (
        <p className={home["soft"]}>{t("hold.none")}</p>
      ) : (
        <ul className={home["rows"]}>
          {holds.map((hold) => (
            <HoldRow key={hold.id} hold={hold} />
          ))}
        </ul>
      )}
    </section>
  );
}

function HoldRow({ hold }: { hold: Hold }) {
  const { t, when, date } = useWords();
  const confirm = useAction("hold.confirm");
  const lift = useAction("hold.lift");
  const [lifting, setLifting] = useState(false);
  const state = hold.lifted ? "lifted" : !hold.active ? "over" : hold.confirmedBy === null ? "waiting" : "holds";
  return (
    <li className={tables["line"]}>
      <div className={styles["words"]}>
        <p>
          <strong>{hold.number}</strong>
        </p>
        <p>{t("hold.until", { day: date(hold.until) })}</p>
        <p>{hold.reason}</p>
        <p className={home["soft"]}>
          {t("hold.placed", { name: hold.placedBy, when: when(hold.placedAt) })}
          {hold.confirmedBy !== null && ` · ${t("hold.confirmed", { name: hold.confirmedBy })}`}
        </p>
        <p className={state === "waiting" ? tables["away"] : home["soft"]}>{t(`hold.state.${state}`)}</p>
        {hold.liftAskedBy !== null && !hold.lifted && (
          <p className={tables["away"]}>
            {t("hold.liftAsked", { name: hold.liftAskedBy, reason: hold.liftReason ?? "" })}
          </p>
        )}
        <ActionError error={confirm.error} />
      </div>
      <div className={home["buttons"]}>
        {hold.active && hold.mayConfirm && (
          <Button busy={confirm.isPending} onClick={() => confirm.mutate({ id: hold.id })}>
            {t("hold.confirm")}
          </Button>
        )}
        {hold.active && hold.mayLift && (
          <Button look={hold.mayConfirm ? "quiet" : "outline"} onClick={() => setLifting(true)}>
            {t(hold.liftAskedBy === null ? "hold.lift" : "hold.liftToo")}
          </Button>
        )}
      </div>
      {lifting && (
        <ReasonSheet
          title={t(hold.liftAskedBy === null ? "hold.lift" : "hold.liftToo")}
          text={t(hold.liftAskedBy === null ? "hold.liftText" : "hold.liftTooText")}
          yes={t(hold.liftAskedBy === null ? "hold.lift" : "hold.liftToo")}
          danger
          busy={lift.isPending}
          error={lift.error}
          onClose={() => setLifting(false)}
          onYes={async (reason) => {
            const done = await lift.mutateAsync({ id: hold.id, reason }).catch(() => undefined);
            if (!done) return;
            showToast(t(done.lifted ? "hold.liftDone" : "hold.liftAskedDone"));
            setLifting(false);
          }}
        />
      )}
    </li>
  );
}

const dueColumns = ["kind", "kept", "past", "soon", "held"] as const;

function RulesPart({ data }: { data: Holds }) {
  const { t, find, labelled } = useWords();
  const kindOf = useKinds();
  // Matters first, then what is kept beside them.
  const isMatter = ({ kind }: { kind: string }) => find(`hold.kind.${kind}`) === undefined;
  const inOrder = [...data.rules.filter(isMatter), ...data.rules.filter((rule) => !isMatter(rule))];
  return (
    <section className={home["part"]} aria-labelledby="holds-rules">
      <h2 id="holds-rules">{t("hold.rules")}</h2>
      <table className={classNames(tables["table"], own["rules"])} role="table" aria-labelledby="holds-rules">
        <thead role="rowgroup" className="desk-only">
          <tr role="row">
            {dueColumns.map((column) => (
              <th key={column} scope="col" role="columnheader">
                {t(`hold.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {inOrder.map(({ kind, months }) => {
            const due = data.due.find((one) => one.kind === kind);
            const cells = {
              kind: kindOf(kind),
              kept: t("hold.months", { count: months }),
              past: String(due?.past ?? 0),
              soon: String(due?.soon ?? 0),
              held: String(due?.held ?? 0),
            };
            return (
              <tr key={kind} role="row">
                {dueColumns.map((column) => (
                  <td
                    key={column}
                    role="cell"
                    data-label={t(`hold.col.${column}`)}
                    // On a phone only what there is some of.
                    className={classNames(cells[column] === "0" && tables["none"])}
                  >
                    {cells[column]}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {data.rules.map(
        ({ kind, law }) =>
          law !== null && (
            <p key={kind} className={home["soft"]}>
              {labelled(kindOf(kind), law)}
            </p>
          ),
      )}
    </section>
  );
}

function ErasedPart({ data }: { data: Holds }) {
  const { t, when } = useWords();
  const kindOf = useKinds();
  const goneWords = ({ kind, id }: Holds["tombstones"][number]) => {
    if (kind === "assessment" || kind === "disclosure")
      return t("hold.goneRecord", { kind: kindOf(kind), number: registerNumber(kind, id) });
    if (kind === "servicePlan") return t("hold.gonePlan", { id });
    return t(kind === "account" ? "hold.goneAccount" : "hold.goneMatter", { id });
  };
  return (
    <section className={home["part"]} aria-labelledby="holds-erased">
      <h2 id="holds-erased">{t("hold.erased")}</h2>
      {data.runs.length === 0 && <p className={home["soft"]}>{t("hold.erasedNone")}</p>}
      <ul className={home["rows"]}>
        {data.runs.map((run, index) => (
          <li key={index} className={tables["line"]}>
            <span>{t("hold.run", { kind: kindOf(run.kind), count: run.count })}</span>
            <span className={home["soft"]}>{when(run.at)}</span>
          </li>
        ))}
      </ul>
      {data.tombstones.length > 0 && (
        <details>
          <summary>{t("hold.tombstones")}</summary>
          <ul className={home["rows"]}>
            {data.tombstones.map((stone) => (
              <li key={`${stone.kind}${stone.id}`} className={tables["line"]}>
                <span>{goneWords(stone)}</span>
                <span className={home["soft"]}>{when(stone.at)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The name of a kind of matter, or of what else is kept. */
function useKinds(): (kind: string) => string {
  const { find, say } = useWords();
  return (kind) => find(`hold.kind.${kind}`) ?? say(`${kind}.name`);
}

function PlaceSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const place = useAction("hold.place");
  const empty = { number: "", reason: "", until: "" };
  const { given, field, draft } = useTextFields("hold", empty, place.error, (name) => t(`hold.field.${name}`));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (place.isPending) return;
    const done = await place.mutateAsync({ ...given, number: given.number.trim() }).catch(() => undefined);
    if (!done) return;
    draft.clear();
    showToast(t("hold.placeDone"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("hold.place")} place="middle">
      <form className={tables["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <p>{t("hold.placeText")}</p>
        <TextField {...field("number")} hint={t("hold.numberHint")} />
        <TextField {...field("reason")} />
        <TextField {...field("until")} type="date" />
        <DraftNote draft={draft} />
        <ActionError error={place.error} except={["number", "reason", "until"]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={place.isPending}>
            {t("hold.place")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
