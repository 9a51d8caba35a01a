import { type ComparedLine, type ComparedPlan, hasChanges } from "#capabilities/plan/diff.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { useWords } from "#web/i18n/index.ts";
import type { PlanView } from "#web/plan/plan-page.tsx";
import styles from "#web/plan/plan.module.css";
import { classNames } from "#web/ui/class-names.ts";
import { useMe } from "#web/session.tsx";

type Shown = NonNullable<PlanView["shown"]>;

/** One version on one page; on the screen what is new against the version before is marked, in words too. */
export function PlanSheet({ view, shown, compared }: { view: PlanView; shown: Shown; compared: ComparedPlan }) {
  const { t, date, list } = useWords();
  const me = useMe();
  const { project, before } = view;
  const { content } = shown;
  const signedBy = (kind: "CONFIRM" | "SIGN") =>
    list(
      shown.words
        .filter((word) => word.kind === kind)
        .map((word) => ` ${word.dutyName} ${date(shanghaiDay(new Date(word.at)))}`),
    );
  return (
    <article className={styles["sheet"]} aria-labelledby="plan-title">
      <header>
        <h1 id="plan-title" className={styles["title"]}>
          {t("plan.of", { project: project.name })}
        </h1>
        <p className={styles["soft"]}>
          {t("plan.version", { no: shown.no })} · {t(`plan.state.${shown.state}`)} ·{" "}
          {t("plan.term", { from: date(content.validFrom), until: date(content.validUntil) })}
          {me.demo && ` · ${t("app.demo")}`}
        </p>
        <p className={styles["soft"]}>{[...project.enterprises, project.address].join(" · ")}</p>
        {before !== null && (
          <p className={classNames(styles["soft"], "no-print")}>
            {t(hasChanges(compared) ? "plan.changed" : "plan.unchanged", { no: before.no })}
          </p>
        )}
      </header>
      <Part title={t("plan.concerns")} lines={compared.concerns} />
      <Part title={t("plan.services")} lines={compared.services} />
      <section className={styles["part"]}>
        <h2>{t("plan.visits")}</h2>
        <p>
          {t("plan.visitsText", { onSite: content.visits.onSitePerQuarter, online: content.visits.onlinePerMonth })}
          {content.visits.quiet !== "" && ` ${t("plan.quiet", { when: content.visits.quiet })}`}
          {compared.visits.some((line) => line.change !== "same") && <Mark change="added" />}
        </p>
      </section>
      <Part title={t("plan.emergency")} lines={compared.emergency} />
      <Part title={t("plan.contacts")} lines={compared.contacts} />
      {compared.note.length > 0 && <Part title={t("plan.note")} lines={compared.note} />}
      <footer className={styles["signatures"]}>
        <p>
          {t("plan.bySide.firm")}
          {signedBy("CONFIRM")}
        </p>
        <p>
          {t("plan.bySide.police")}
          {signedBy("SIGN")}
        </p>
        <p className={styles["soft"]}>
          {project.station.name} {project.station.dutyPhone} · {t("plan.voluntary")}
        </p>
      </footer>
    </article>
  );
}

function Part({ title, lines }: { title: string; lines: readonly ComparedLine[] }) {
  const { t } = useWords();
  if (lines.length === 0) return null;
  return (
    <section className={styles["part"]}>
      <h2>{title}</h2>
      <ul className={styles["lines"]}>
        {lines.map((line) => (
          <li
            key={`${line.change}-${line.cells.join("-")}`}
            className={classNames(styles["line"], styles[line.change], line.change === "removed" && "no-print")}
          >
            <span className={styles["cells"]}>
              {line.cells.map((cell, at) => (
                <span key={at}>{line.change === "removed" ? <s>{cell}</s> : cell}</span>
              ))}
            </span>
            {line.change !== "same" && <Mark change={line.change} />}
          </li>
        ))}
        {lines.every((line) => line.change === "removed") && <li className="print-only">{t("plan.nothing")}</li>}
      </ul>
    </section>
  );
}

function Mark({ change }: { change: "added" | "removed" }) {
  const { t } = useWords();
  return <span className={classNames(styles["mark"], "no-print")}>{t(`plan.mark.${change}`)}</span>;
}
