import { Link, useParams } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import { StationRow } from "#web/home/station-row.tsx";
import { findStateTurn } from "#web/work/state-words.ts";
import styles from "#web/ask/ask.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { ContactRow } from "#web/ui/person.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { holderWords } from "#matters/holder-words.ts";

/** After sending: the number, who has it with his telephone, the minute of the first answer, and what happens then. */
export function ReceiptPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  useTitle(t("ask.title"));
  const matter = useOperation("matter.get", { id });
  return (
    <>
      <PageHead back="/" title={t("ask.title")} />
      <PageState query={matter}>{(data) => <Receipt matter={data} />}</PageState>
    </>
  );
}

function Receipt({ matter }: { matter: OutputFor<"matter.get"> }) {
  const words = useWords();
  const { t, find, due: dueWords } = words;
  const isAppeal = matter.procedure === "appeal";
  const turn = findStateTurn(matter);
  const who = turn === undefined ? t("capacity.handler") : holderWords(words, turn.holder);
  const due = turn?.clock.dueAt ?? null;
  return (
    <div className={styles["page"]}>
      <div className={styles["sent"]} role="status">
        <span className={styles["tick"]}>
          <Icon name="check" />
        </span>
        <h1>{t("sent.title", { who })}</h1>
        <p className={styles["number"]}>
          {t("sent.number")} {matter.number}
        </p>
      </div>
      {due !== null && (
        <p className={styles["by"]}>
          <strong>{t("sent.by", { when: dueWords(due) })}</strong>
          {find(`sent.${matter.procedure}.${matter.state}`, { who }) ?? t("sent.firstReply", { who })}
          {turn?.clock.provisional === true && <span> · {t("sent.provisional")}</span>}
        </p>
      )}
      <section className={styles["section"]} aria-labelledby="sent-call">
        <h2 id="sent-call">{t("sent.call")}</h2>
        <Telephone matter={matter} name={turn?.holder.dutyName ?? null} />
      </section>
      <section className={styles["section"]} aria-labelledby="sent-next">
        <h2 id="sent-next">{t("sent.next")}</h2>
        <ol className={styles["next"]}>
          {!isAppeal && (
            <li>{due === null ? t("sent.next1plain", { who }) : t("sent.next1", { who, when: dueWords(due) })}</li>
          )}
          <li>{t(isAppeal ? "sent.appeal.next1" : "sent.next2")}</li>
          {isAppeal && <li>{t("sent.appeal.next2")}</li>}
          <li>{t(isAppeal ? "sent.appeal.next3" : "sent.next3")}</li>
          <li>{t(isAppeal ? "sent.appeal.next4" : "sent.next4")}</li>
        </ol>
      </section>
      <footer className={styles["stack"]}>
        <Link to="/matters/$id" params={{ id: String(matter.id) }} className={buttonClass("filled", true)}>
          {t("sent.open")}
        </Link>
        <Link to="/" className={buttonClass("outline", true)}>
          {t("sent.home")}
        </Link>
      </footer>
    </div>
  );
}

/** The holder's duty telephone out of the project's contacts; without one the station's line. */
function Telephone({ matter, name }: { matter: OutputFor<"matter.get">; name: string | null }) {
  const projects = useOperation("project.list", {}, { enabled: matter.project !== null });
  const enterprise = useOperation(
    "enterprise.get",
    { id: matter.enterprise?.id ?? 0 },
    { enabled: matter.project === null && matter.enterprise !== null },
  );
  const project = projects.data?.items.find((one) => one.id === matter.project?.id);
  const contact = project?.people.find((person) => person.dutyName === name && person.phone !== null);
  if (contact !== undefined) return <ContactRow contact={contact} />;
  const station = project?.station ?? enterprise.data?.station;
  return station === undefined ? null : <StationRow station={station} />;
}
