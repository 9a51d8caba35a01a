import type { Procedure } from "#kernel/procedure.ts";
import { useWords, type Words } from "#web/i18n/index.ts";
import { findProcedure } from "#web/procedures.ts";
import { Sheet } from "#web/ui/sheet.tsx";
import styles from "#web/matter/matter.module.css";

/** 办理说明与依据: where the limits come from and what happens when one is over, read off the declaration itself. */
export function RulesSheet({
  procedureId,
  open,
  onClose,
}: {
  procedureId: string;
  open: boolean;
  onClose: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const procedure = findProcedure(procedureId);
  return (
    <Sheet open={open} onClose={onClose} title={t("matter.rules")}>
      <div className={styles["sheet"]}>
        {procedure !== undefined && (
          <section>
            <h3>{t("matter.rules.limits")}</h3>
            <ul className={styles["rows"]}>
              {Object.keys(procedure.tasks).map((kind) => (
                <TaskRule key={kind} procedure={procedure} kind={kind} words={words} />
              ))}
            </ul>
          </section>
        )}
        {(["count", "pause", "end", "basis"] as const).map((part) => (
          <section key={part}>
            <h3>{t(`matter.rules.${part}`)}</h3>
            <p>{t(`matter.rules.${part}Text`)}</p>
          </section>
        ))}
      </div>
    </Sheet>
  );
}

function TaskRule({ procedure, kind, words }: { procedure: Procedure; kind: string; words: Words }) {
  const { t, say } = words;
  const task = procedure.tasks[kind];
  if (task === undefined) return null;
  const { amount, unit } = task.limit;
  const [first, ...further] = task.ladder.map((capacity) => say(`capacity.${capacity}`));
  const late = [
    ...(task.whenDue === undefined ? [] : [say(`${procedure.id}.done.${task.whenDue}`)]),
    ...(first === undefined ? [] : [t("matter.rules.climbs", { first })]),
    ...(further.length === 0 ? [] : [t("matter.rules.climbsOn", { all: further.join(t("matter.rules.then")) })]),
  ];
  return (
    <li>
      <p>
        <strong>{say(`${procedure.id}.task.${kind}`)}</strong> {t(`unit.${unit}`, { count: amount })} ·{" "}
        {say(`capacity.${task.holder}`)}
      </p>
      <p className={styles["soft"]}>
        {[
          ...(task.remind.length === 0
            ? []
            : [
                t("matter.rules.reminds", {
                  percents: task.remind.map((one) => `${one}%`).join(t("matter.rules.then")),
                }),
              ]),
          ...late,
        ].join(" ")}
      </p>
    </li>
  );
}
