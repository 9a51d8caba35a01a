import { useWords } from "#web/i18n/index.ts";
import { CommentForm } from "#web/matter/comment-form.tsx";
import type { Matter } from "#web/matter/matter-view.ts";
import { StepForm } from "#web/matter/step-form.tsx";
import type { Acts } from "#web/matter/use-chosen-act.ts";
import { Button } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import actStyles from "#web/matter/acts.module.css";
import styles from "#web/matter/matter.module.css";

/** With room: the main step's form stands open below the history, the other steps as outlined buttons below it. */
export function ActPanel({ matter, acts }: { matter: Matter; acts: Acts }) {
  const { t, say } = useWords();
  const prefix = matter.procedure;
  const { chosen, choose, primary } = acts;
  const open =
    chosen?.kind === "step" || chosen?.kind === "comment"
      ? chosen
      : primary === undefined
        ? undefined
        : ({ kind: "step", step: primary } as const);
  const rest = [...(primary === undefined ? [] : [primary]), ...acts.others].filter(
    (step) => open?.kind !== "step" || open.step !== step,
  );
  if (acts.idle) return <p className={actStyles["idle"]}>{t("matter.noActions")}</p>;
  return (
    <section className={actStyles["panel"]} aria-label={t("matter.actions")}>
      {open?.kind === "step" && (
        <>
          <h2 className={styles["partTitle"]}>{say(`${prefix}.step.${open.step}`)}</h2>
          <StepForm
            key={open.step}
            matter={matter}
            step={open.step}
            autoFocus={chosen !== undefined}
            onDone={() => choose(undefined)}
            {...(chosen === undefined ? {} : { onCancel: () => choose(undefined) })}
          />
        </>
      )}
      {open?.kind === "comment" && (
        <>
          <h2 className={styles["partTitle"]}>{t("matter.comment")}</h2>
          <CommentForm matter={matter} autoFocus onDone={() => choose(undefined)} onCancel={() => choose(undefined)} />
        </>
      )}
      {(rest.length > 0 || (acts.canComment && open?.kind !== "comment")) && (
        <div className={actStyles["others"]}>
          {open !== undefined && <h3 className={actStyles["othersTitle"]}>{t("matter.otherActions")}</h3>}
          <div className={actStyles["buttons"]}>
            {rest.map((step) => (
              <Button key={step} onClick={() => choose({ kind: "step", step })}>
                {say(`${prefix}.step.${step}`)}
              </Button>
            ))}
            {acts.canComment && open?.kind !== "comment" && (
              <Button onClick={() => choose({ kind: "comment" })}>{t("matter.comment")}</Button>
            )}
          </div>
        </div>
      )}
      <BlockedSteps matter={matter} acts={acts} />
    </section>
  );
}

/** Steps that wait for something, each with the reason. */
export function BlockedSteps({ matter, acts }: { matter: Matter; acts: Acts }) {
  const { t, say, find } = useWords();
  if (acts.blocked.length === 0) return null;
  const prefix = matter.procedure;
  return (
    <div className={actStyles["blocked"]}>
      <h3 className={actStyles["othersTitle"]}>{t("matter.notNow")}</h3>
      <ul>
        {acts.blocked.map(({ step, reason }) => (
          <li key={step}>
            <Icon name="lock" />
            <span>
              <strong>{say(`${prefix}.step.${step}`)}</strong>{" "}
              {find(`${prefix}.reason.${reason}`) ?? say(`reason.${reason}`)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
