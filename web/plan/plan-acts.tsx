import { lazy, Suspense, useState } from "react";
import { sectors, type Sector } from "#capabilities/plan/content.ts";
import { useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { PlanView } from "#web/plan/plan-page.tsx";
import styles from "#web/plan/plan.module.css";
import type { CallError } from "#web/call-error.ts";
import { Button } from "#web/ui/button.tsx";
import { SelectField, TextArea } from "#web/ui/field.tsx";
import { Loading } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";

/** Only officers write plans; a firm's phone does not load what they write with. */
const PlanEditor = lazy(async () => ({ default: (await import("#web/desk-pages.ts")).PlanEditor }));

/** What may be done now: the firm answers; officer A drafts, proposes, signs, takes back. */
export function PlanActs({ view }: { view: PlanView }) {
  const { abilities, shown } = view;
  const [editing, setEditing] = useState(false);
  if (shown !== null && abilities.answer) return <Answer id={shown.id} />;
  if (shown !== null && abilities.save && editing) {
    return (
      <Suspense fallback={<Loading look="list" />}>
        <PlanEditor shown={shown} onDone={() => setEditing(false)} />
      </Suspense>
    );
  }
  const any = abilities.draft || abilities.save || abilities.sign || abilities.withdraw;
  if (!any) return null;
  return <Officer view={view} onEdit={() => setEditing(true)} />;
}

/** Confirm, ask for a change, or decline; nothing follows from a no. */
function Answer({ id }: { id: number }) {
  const words = useWords();
  const { t } = words;
  const answer = useAction("plan.answer");
  const [text, setText] = useState("");
  const issue = answer.error?.issues.find((one) => one.path === "text");
  const give = async (kind: "CONFIRM" | "COMMENT" | "DECLINE") => {
    const done = await answer.mutateAsync({ id, answer: kind, text }).catch(() => undefined);
    if (done) showToast(t(`plan.done.${kind}`));
  };
  return (
    <section className={`${home["part"]} no-print`} aria-labelledby="plan-answer">
      <h2 id="plan-answer">{t("plan.answer")}</h2>
      <p>{t("plan.answerText")}</p>
      <Button look="filled" wide busy={answer.isPending} onClick={() => void give("CONFIRM")}>
        {t("plan.confirm")}
      </Button>
      <TextArea
        label={t("plan.comment")}
        hint={t("plan.commentHint")}
        optional
        value={text}
        onChange={setText}
        max={1000}
        rows={3}
        error={issue && issueWords(words, issue)}
      />
      <div className={home["buttons"]}>
        <Button busy={answer.isPending} onClick={() => void give("COMMENT")}>
          {t("plan.sendComment")}
        </Button>
        <Button look="quiet" busy={answer.isPending} onClick={() => void give("DECLINE")}>
          {t("plan.decline")}
        </Button>
      </div>
      {issue === undefined && <Failure error={answer.error} />}
    </section>
  );
}

function Officer({ view, onEdit }: { view: PlanView; onEdit: () => void }) {
  const { t } = useWords();
  const { abilities, shown, project } = view;
  const draft = useAction("plan.draft");
  const propose = useAction("plan.propose");
  const sign = useAction("plan.sign");
  const withdraw = useAction("plan.withdraw");
  const [sector, setSector] = useState<Sector>("GENERAL");
  const busy = draft.isPending || propose.isPending || sign.isPending || withdraw.isPending;
  const error = draft.error ?? propose.error ?? sign.error ?? withdraw.error;
  const begin = (from: "template" | "last") => draft.mutate({ projectId: project.id, from, sector });
  return (
    <section className={`${home["part"]} no-print`} aria-labelledby="plan-acts">
      <h2 id="plan-acts">{t("plan.acts")}</h2>
      {shown !== null && <p>{t(`plan.next.${shown.state}`)}</p>}
      <div className={home["buttons"]}>
        {shown !== null && abilities.sign && (
          <Button look="filled" busy={busy} onClick={() => sign.mutate({ id: shown.id })}>
            {t("plan.sign")}
          </Button>
        )}
        {shown !== null && abilities.propose && (
          <Button look="filled" busy={busy} onClick={() => propose.mutate({ id: shown.id, revision: shown.revision })}>
            {t("plan.propose")}
          </Button>
        )}
        {abilities.save && <Button onClick={onEdit}>{t("plan.edit")}</Button>}
        {shown !== null && abilities.draft && (
          <Button busy={busy} onClick={() => begin("last")}>
            {t("plan.revise")}
          </Button>
        )}
        {shown !== null && abilities.withdraw && (
          <Button look="quiet" busy={busy} onClick={() => withdraw.mutate({ id: shown.id })}>
            {t("plan.withdraw")}
          </Button>
        )}
      </div>
      {abilities.draft && (
        <div className={styles["begin"]}>
          <SelectField
            label={t("plan.sector")}
            choices={sectors.map((value) => ({ value, label: t(`plan.sector.${value}`) }))}
            value={sector}
            onChange={(next) => setSector(next ?? "GENERAL")}
          />
          <Button look={shown === null ? "filled" : "outline"} busy={busy} onClick={() => begin("template")}>
            {t("plan.fromTemplate")}
          </Button>
        </div>
      )}
      <Failure error={error} />
    </section>
  );
}

function Failure({ error }: { error: CallError | null }) {
  const { t, find } = useWords();
  if (error === null) return null;
  return (
    <p role="alert">{(error.reason !== undefined && find(`reason.${error.reason}`)) || t(`error.${error.code}`)}</p>
  );
}
