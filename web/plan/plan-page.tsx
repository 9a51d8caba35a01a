import { Link, useParams, useSearch } from "@tanstack/react-router";
import { comparePlans } from "#capabilities/plan/diff.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { PlanActs } from "#web/plan/plan-acts.tsx";
import { useMe } from "#web/session.tsx";
import { PlanSheet } from "#web/plan/plan-sheet.tsx";
import styles from "#web/plan/plan.module.css";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

export type PlanView = OutputFor<"plan.get">;

/** 服务方案 of a project: one version as it is printed, what changed, what was said to it, and what may be done now. */
export function PlanPage() {
  const { id = "" } = useParams({ strict: false });
  const search = useSearch({ strict: false });
  const { t } = useWords();
  const no = Number(search["no"]);
  const plan = useOperation("plan.get", { projectId: id, ...(Number.isSafeInteger(no) && no > 0 && { no }) });
  useTitle(t("plan.title"));
  return (
    <>
      <PageHead back={`/projects/${id}`} title={t("plan.title")}>
        <Button look="quiet" icon="print" onClick={() => window.print()}>
          {t("project.print")}
        </Button>
      </PageHead>
      <PageState query={plan}>{(data) => <PlanParts view={data} />}</PageState>
    </>
  );
}

function PlanParts({ view }: { view: PlanView }) {
  const { t } = useWords();
  const { kind } = useMe();
  const { shown, project } = view;
  return (
    <div className={home["page"]}>
      {shown === null ? (
        <section className={home["part"]}>
          <h1 className={styles["title"]}>{project.name}</h1>
          <Empty icon="file" title={t("plan.none")}>
            <p>{t(view.abilities.draft ? "plan.noneDraft" : kind === "member" ? "plan.noneText" : "plan.noneStaff")}</p>
          </Empty>
        </section>
      ) : (
        <PlanSheet view={view} shown={shown} compared={comparePlans(view.before?.content ?? null, shown.content)} />
      )}
      <PlanActs key={`${shown?.id}-${shown?.state}`} view={view} />
      {shown !== null && <Words words={shown.words} />}
      {view.versions.length > 1 && <Versions view={view} />}
    </div>
  );
}

function Words({ words }: { words: NonNullable<PlanView["shown"]>["words"] }) {
  const { t, when } = useWords();
  if (words.length === 0) return null;
  return (
    <section className={`${home["part"]} no-print`} aria-labelledby="plan-words">
      <h2 id="plan-words">{t("plan.words")}</h2>
      <ul className={home["rows"]}>
        {words.map((word) => (
          <li key={`${word.at}-${word.kind}`} className={home["row"]}>
            <div className={home["grow"]}>
              <p>{t(`plan.said.${word.kind}`, { who: word.dutyName })}</p>
              {word.text !== "" && <p>{word.text}</p>}
              <p className={home["soft"]}>{[when(word.at), word.enterprise].filter(Boolean).join(" · ")}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ view }: { view: PlanView }) {
  const { t, when } = useWords();
  return (
    <section className={`${home["part"]} no-print`} aria-labelledby="plan-versions">
      <h2 id="plan-versions">{t("plan.versions")}</h2>
      <ul className={home["rows"]}>
        {view.versions.map((version) => (
          <li key={version.id} className={home["row"]}>
            <Link
              to="/projects/$id/plan"
              params={{ id: String(view.project.id) }}
              search={{ no: version.no }}
              className={home["grow"]}
              aria-current={version.id === view.shown?.id ? "true" : undefined}
            >
              {t("plan.version", { no: version.no })}
            </Link>
            <span className={home["soft"]}>
              {t(`plan.state.${version.state}`)} · {when(version.draftedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
