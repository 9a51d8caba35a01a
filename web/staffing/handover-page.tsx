import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { SelectField, TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Handover = OutputFor<"handover.get">;

/** The sheet of one hand-over, for the screen and for paper; below it what the reader can do with it. */
export function HandoverPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  useTitle(t("handover.sheet"));
  const query = useOperation("handover.get", { id });
  return (
    <>
      <PageHead back="/handovers" title={t("handover.sheet")}>
        <Button look="quiet" icon="print" onClick={() => window.print()}>
          {t("project.print")}
        </Button>
      </PageHead>
      <PageState query={query}>
        {(handover) => (
          <div className={home["page"]}>
            <SheetView handover={handover} />
            <Actions handover={handover} />
          </div>
        )}
      </PageState>
    </>
  );
}

function SheetView({ handover }: { handover: Handover }) {
  const { t, say, when, date, list } = useWords();
  return (
    <>
      <section className={home["part"]}>
        <h1>
          {handover.project.name} · {t(`place.${handover.kind}`)}
        </h1>
        <dl className={home["facts"]}>
          <dt>{t("handover.firms")}</dt>
          <dd>{list(handover.enterprises.map((one) => one.name))}</dd>
          <dt>{t("handover.who")}</dt>
          <dd>
            {t("handover.fromTo", {
              from: handover.from.dutyName,
              to: handover.to?.dutyName ?? t("handover.unnamed"),
            })}
          </dd>
          <dt>{t("handover.stateLabel")}</dt>
          <dd className={handover.late ? styles["gap"] : undefined}>
            {t(handover.late ? "handover.late" : `handover.state.${handover.state}`)}
          </dd>
          <dt>{t("handover.prepared")}</dt>
          <dd>
            {when(handover.preparedAt)} · {handover.preparedBy}
          </dd>
          {handover.dueAt !== null && (
            <>
              <dt>{t("handover.dueAt")}</dt>
              <dd>
                {when(handover.dueAt)}
                {handover.provisional && ` ${t("clock.provisional")}`}
              </dd>
            </>
          )}
          {handover.orderNo !== null && (
            <>
              <dt>{t("staffing.orderNo")}</dt>
              <dd>{handover.orderNo}</dd>
            </>
          )}
          {handover.note !== "" && (
            <>
              <dt>{t("handover.note")}</dt>
              <dd>{handover.note}</dd>
            </>
          )}
        </dl>
      </section>
      <section className={home["part"]} aria-labelledby="handover-matters">
        <h2 id="handover-matters">{t("handover.matters", { count: handover.matters.length })}</h2>
        {handover.matters.length === 0 && <p>{t("handover.noMatters")}</p>}
        <ul className={home["rows"]}>
          {handover.matters.map((matter) => (
            <li key={matter.id} className={home["row"]}>
              <span>
                {matter.number} · {say(`${matter.procedure}.name`)}
                {matter.title !== null && ` · ${matter.title}`}
                {matter.dueAt !== null && ` · ${t("handover.matterDue", { time: when(matter.dueAt) })}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {(["PROMISE", "CONTACT", "PAPER"] as const).map((kind) => {
        const items = handover.items.filter((item) => item.kind === kind);
        return (
          <section key={kind} className={home["part"]} aria-label={t(`handover.item.${kind}`)}>
            <h2>{t(`handover.item.${kind}`)}</h2>
            {items.length === 0 && <p>{t("handover.noItems")}</p>}
            <ul className={home["rows"]}>
              {items.map((item, index) => (
                <li key={index} className={home["row"]}>
                  {item.text}
                  {item.dueOn !== null && ` · ${t("handover.until", { day: date(item.dueOn) })}`}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function Actions({ handover }: { handover: Handover }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const accept = useAction("handover.accept");
  const withdraw = useAction("handover.withdraw");
  const { may } = handover;
  if (!may.accept && !may.withdraw && !may.approve) return null;
  return (
    <section className={`${home["part"]} no-print`} aria-label={t("handover.actions")}>
      {may.approve && handover.state === "REQUESTED" && <NameSuccessor handover={handover} />}
      <ActionError error={accept.error ?? withdraw.error} />
      <div className={home["buttons"]}>
        {may.accept && (
          <Button look="filled" onClick={() => setAsking(true)}>
            {t("handover.accept")}
          </Button>
        )}
        {may.withdraw && (
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ id: handover.id })}>
            {t(may.accept ? "handover.decline" : "handover.withdraw")}
          </Button>
        )}
      </div>
      <Confirm
        open={asking}
        question={t("handover.sure", { project: handover.project.name })}
        yes={t("handover.accept")}
        busy={accept.isPending}
        onNo={() => setAsking(false)}
        onYes={() =>
          toastWhen(
            accept.mutateAsync({ id: handover.id }).finally(() => setAsking(false)),
            () => t("handover.taken"),
          )
        }
      >
        <p>{t("handover.sureText", { name: handover.from.dutyName })}</p>
      </Confirm>
    </section>
  );
}

function NameSuccessor({ handover }: { handover: Handover }) {
  const { t } = useWords();
  const [account, setAccount] = useState<string | null>(null);
  const [orderNo, setOrderNo] = useState("");
  const load = useOperation("staffing.load", { kind: handover.kind, projectId: handover.project.id });
  const approve = useAction("handover.approve");
  const errorOf = useFieldError(approve.error);
  return (
    <PageState query={load} skeleton="list">
      {({ items, cap }) => (
        <div className={styles["form"]}>
          <SelectField
            label={t("handover.successor")}
            value={account}
            onChange={setAccount}
            error={errorOf("toAccountId")}
            choices={items.map((one) => ({
              value: String(one.accountId),
              label: `${one.dutyName} · ${one.unitName} · ${t("staffing.carries", {
                projects: one.projects,
                cap,
                matters: one.openMatters,
              })}`,
            }))}
          />
          <TextField label={t("staffing.orderNo")} value={orderNo} onChange={setOrderNo} error={errorOf("orderNo")} />
          <ActionError error={approve.error} except={["toAccountId", "orderNo"]} />
          <div className={home["buttons"]}>
            <Button
              look="filled"
              busy={approve.isPending}
              disabled={account === null}
              onClick={() =>
                toastWhen(approve.mutateAsync({ id: handover.id, toAccountId: Number(account), orderNo }), () =>
                  t("handover.named"),
                )
              }
            >
              {t("handover.name")}
            </Button>
          </div>
        </div>
      )}
    </PageState>
  );
}
