import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import { useMe } from "#web/session.tsx";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { isWhole, momentsOf, SpanFields, useSpan } from "#web/staffing/span-fields.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Absence = OutputFor<"absence.list">["items"][number];

/** 请假外出: when I am away and who acts meanwhile; a chief and the office see their people's too. */
export function AbsencesPage() {
  const { t } = useWords();
  useTitle(t("absence.title"));
  const { desk } = useMe();
  const keeper = desk === "chief" || desk === "office";
  const mine = useOperation("absence.list", { whose: "mine" });
  const isForbidden = useForbidden(mine);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      <PageHead back="/me" title={t("absence.title")} />
      <div className={home["page"]}>
        {keeper ? <KeeperForm /> : <RecordForm officers={[]} />}
        <section className={home["part"]} aria-labelledby="absence-mine">
          <h2 id="absence-mine">{t("absence.mine")}</h2>
          <PageState query={mine} skeleton="list">
            {({ items }) => (items.length === 0 ? <p>{t("absence.none")}</p> : <Rows items={items} />)}
          </PageState>
        </section>
        {keeper && <UnitsPart />}
      </div>
    </>
  );
}

function UnitsPart() {
  const { t } = useWords();
  const theirs = useOperation("absence.list", { whose: "units" });
  return (
    <section className={home["part"]} aria-labelledby="absence-units">
      <h2 id="absence-units">{t("absence.units")}</h2>
      <PageState query={theirs} skeleton="list">
        {({ items }) => (items.length === 0 ? <p>{t("absence.noneUnits")}</p> : <Rows items={items} named />)}
      </PageState>
    </section>
  );
}

/** A chief and the office record it for their people too. */
function KeeperForm() {
  const theirs = useOperation("absence.list", { whose: "units" });
  return <RecordForm officers={theirs.data?.officers ?? []} />;
}

function RecordForm({ officers }: { officers: OutputFor<"absence.list">["officers"] }) {
  const { t } = useWords();
  const [whose, setWhose] = useState<string | null>(null);
  const [span, setSpan] = useSpan();
  const record = useAction("absence.record");
  const errorOf = useFieldError(record.error);
  const complete = isWhole(span);
  const send = () =>
    record.mutate(
      {
        ...(whose !== null && { accountId: Number(whose) }),
        ...momentsOf(span),
      },
      { onSuccess: () => showToast(t("absence.recorded")) },
    );
  return (
    <section className={home["part"]}>
      <h1>{t("absence.record")}</h1>
      <p className={home["soft"]}>{t(whose === null ? "absence.effect" : "absence.effectOther")}</p>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {officers.length > 0 && (
          <SelectField
            label={t("absence.who")}
            empty={t("absence.myself")}
            value={whose}
            onChange={setWhose}
            choices={officers.map((one) => ({
              value: String(one.accountId),
              label: `${one.dutyName} · ${one.unitName}`,
            }))}
          />
        )}
        <SpanFields span={span} onChange={setSpan} errorOf={errorOf} />
        <ActionError error={record.error} except={["from", "to"]} />
        <div className={home["buttons"]}>
          <Button look="filled" type="submit" busy={record.isPending} disabled={!complete}>
            {t("absence.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Rows({ items, named = false }: { items: readonly Absence[]; named?: boolean }) {
  return (
    <ul className={home["rows"]}>
      {items.map((absence) => (
        <Row key={absence.id} absence={absence} named={named} />
      ))}
    </ul>
  );
}

function Row({ absence, named }: { absence: Absence; named: boolean }) {
  const { t, when } = useWords();
  const cancel = useAction("absence.cancel");
  const begun = new Date(absence.from) <= serverNow();
  return (
    <li className={styles["line"]}>
      <div>
        {named && (
          <p>
            <strong>{absence.holder.dutyName}</strong> {absence.holder.unitName}
          </p>
        )}
        <p>{t("absence.span", { from: when(absence.from), to: when(absence.to) })}</p>
        {absence.acting.map((one) => (
          <p key={one.projectId} className={home["soft"]}>
            {one.projectName} · {t("absence.acting", { name: one.dutyName ?? t("absence.chief") })}
          </p>
        ))}
        <ActionError error={cancel.error} />
      </div>
      <Button busy={cancel.isPending} onClick={() => cancel.mutate({ id: absence.id })}>
        {t(begun ? "absence.back" : "absence.cancel")}
      </Button>
    </li>
  );
}
