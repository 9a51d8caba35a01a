import type { OutputFor } from "#web/operations.ts";
import { useWords } from "#web/i18n/index.ts";
import { useNow } from "#web/server-time.ts";
import { classNames } from "#web/ui/class-names.ts";
import { dayOfStage, placeOnRail, railStages } from "#web/ui/stage.ts";
import styles from "#web/ui/stage-rail.module.css";

type Project = Pick<OutputFor<"project.list">["items"][number], "stage" | "stageSince">;

/** The four stages that the service follows, with how long the present one has lasted. */
export function StageRail({ project }: { project: Project }) {
  const { t, say } = useWords();
  const now = useNow();
  const at = placeOnRail(project.stage);
  if (at === undefined)
    return <p className={styles["off"]}>{t("stage.label", { stage: say(`stage.${project.stage}`) })}</p>;
  return (
    <ol className={styles["rail"]} aria-label={t("stage.label", { stage: say(`stage.${project.stage}`) })}>
      {railStages.map((stage, index) => (
        <li
          key={stage}
          className={classNames(styles["stop"], index < at && styles["past"], index === at && styles["here"])}
          aria-current={index === at ? "step" : undefined}
        >
          <span className={styles["dot"]} aria-hidden="true" />
          <span>{t(`stage.${stage}`)}</span>
          {index === at && (
            <span className={styles["day"]}>{t("stage.day", { days: dayOfStage(project.stageSince, now) })}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
