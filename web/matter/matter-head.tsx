import { findLeadTurn } from "#matters/due-groups.ts";
import { findStateTurn, stateWords } from "#web/work/state-words.ts";
import { findProcedure } from "#web/procedures.ts";
import { useWords, type Words } from "#web/i18n/index.ts";
import type { Matter } from "#web/matter/matter-view.ts";
import { ClockBar } from "#web/ui/clock-bar.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { TurnChips } from "#web/ui/turn-chip.tsx";
import styles from "#web/matter/matter.module.css";

/** Number, title, state in plain words, time left, whose turn. `asked`: the reader is of the side that asked. */
export function MatterHead({ matter, asked }: { matter: Matter; asked: boolean }) {
  const words = useWords();
  const { t, find, when } = words;
  const turn = findStateTurn(matter) ?? findLeadTurn(matter.turns);
  const extended = matter.turns.find(({ clock }) => clock.extendedFrom !== null);
  const next = asked ? find(`${matter.procedure}.next.${matter.state}`) : undefined;
  return (
    <header className={styles["head"]}>
      <p className={styles["number"]}>{matterLabel(words, matter)}</p>
      <h1 className={styles["title"]}>{matter.title}</h1>
      {matter.openedUntil !== null && (
        <p className={styles["glass"]} role="status">
          <Icon name="eye" />
          {t("glass.banner", { when: when(matter.openedUntil) })}
        </p>
      )}
      {matter.anonymous && (
        <p className={styles["private"]}>
          <Icon name="lock" />
          {t(asked ? "matter.unnamedOwn" : "matter.unnamedOther")}
        </p>
      )}
      {/* What the platform keeps from everybody but one office is nobody's own. */}
      {matter.private && !matter.anonymous && findProcedure(matter.procedure)?.keptFromLine !== true && (
        <p className={styles["private"]}>
          <Icon name="lock" />
          {t("matter.private")}
          {matter.enterprise !== null && ` · ${t("matter.privateHint")}`}
        </p>
      )}
      <p className={styles["state"]} role="status">
        {stateWords(words, matter)}
      </p>
      {turn !== undefined && (
        <ClockBar
          clock={turn.clock}
          readAt={matter.serverTime}
          pausedWhy={pausedWords(words, matter, turn.clock.pausedReason)}
        />
      )}
      {extended !== undefined && <p className={styles["extended"]}>{extendedWords(words, matter, extended)}</p>}
      {matter.closedAt !== null && (
        <p className={styles["soft"]}>{t("mine.closedAt", { when: when(matter.closedAt) })}</p>
      )}
      {matter.turns.length > 0 && <TurnChips turns={matter.turns} procedure={matter.procedure} />}
      {next !== undefined && <p className={styles["next"]}>{next}</p>}
    </header>
  );
}

/** "办理的时限延长过一次，原来是 10 个工作日。" */
function extendedWords({ t, say }: Words, matter: Matter, { kind, clock }: Matter["turns"][number]): string {
  const { amount = 0, unit = "wd" } = clock.extendedFrom ?? {};
  return t("matter.extended", {
    task: say(`${matter.procedure}.task.${kind}`),
    from: say(`unit.${unit}`, { count: amount }),
  });
}

/** "咨询 · ZX-370522-20261009-0001": what people quote on the telephone. */
export function matterLabel({ say }: Pick<Words, "say">, matter: Pick<Matter, "procedure" | "number">): string {
  return `${say(`${matter.procedure}.name`)} · ${matter.number}`;
}

/** Why a clock stands still: the state that it waits in, or the task that waits. */
export function pausedWords(words: Pick<Words, "find">, matter: Pick<Matter, "procedure">, reason: string | null) {
  if (reason === null) return undefined;
  return words.find(`${matter.procedure}.stateShort.${reason}`) ?? words.find(`${matter.procedure}.task.${reason}`);
}
