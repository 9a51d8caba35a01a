import { useWords } from "#web/i18n/index.ts";
import { useNow } from "#web/server-time.ts";
import { classNames } from "#web/ui/class-names.ts";
import { countsWorkingTime, pressureOf, remainingAt, type TurnClock, usedShare } from "#web/ui/clock.ts";
import { Icon } from "#web/ui/icons.tsx";
import { useWorkCalendar } from "#web/ui/use-calendar.ts";
import styles from "#web/ui/clock-bar.module.css";

interface Props {
  clock: TurnClock;
  /** The server's time at which the clock was read (`serverTime` of the answer). */
  readAt: string;
  /** Why it stands still, in words. */
  pausedWhy?: string | undefined;
  /** `text`: only words. `bar`: only the bar. */
  show?: "both" | "text" | "bar";
  /** One short line for lists: without the due time. */
  short?: boolean;
}

/**
 * Time left in words and as a thin bar. Standing still is hatched and says why; late is said in words and with a sign,
 * never by colour alone. Goes on by itself every minute, in working time where the limit counts so.
 */
export function ClockBar({ clock, readAt, pausedWhy, show = "both", short = false }: Props) {
  const { remaining, pressure } = useRemaining(clock, readAt);
  return (
    <div className={classNames(styles["clock"], styles[pressure])}>
      {show !== "bar" && <ClockText clock={clock} readAt={readAt} pausedWhy={pausedWhy} short={short} />}
      {show !== "text" && clock.limitMinutes > 0 && (
        <div className={styles["bar"]} aria-hidden="true">
          {pressure !== "paused" && (
            <div className={styles["used"]} style={{ width: `${100 * usedShare(clock, remaining)}%` }} />
          )}
        </div>
      )}
    </div>
  );
}

/** Only the words of it, to stand inside a line. */
export function ClockText({ clock, readAt, pausedWhy, short = false }: Omit<Props, "show">) {
  const { t, due, duration } = useWords();
  const { remaining, pressure } = useRemaining(clock, readAt);
  if (clock.dueAt === null && pressure !== "paused") return <span className={styles["text"]}>{t("clock.none")}</span>;
  const time = duration(Math.abs(remaining), countsWorkingTime(clock) ? "working" : "elapsed");
  const words =
    pressure === "paused"
      ? t("clock.pausedLeft", { time })
      : t(pressure === "late" ? "clock.late" : "clock.left", { time });
  return (
    <span className={classNames(styles["text"], styles[pressure])}>
      <strong className={styles["left"]}>
        {pressure === "late" && <Icon name="warning" />}
        {pressure === "paused" && <Icon name="pause" />}
        {words}
      </strong>
      {pressure === "paused" && pausedWhy !== undefined && <span>{pausedWhy}</span>}
      {!short && pressure !== "paused" && clock.dueAt !== null && (
        <span className={styles["due"]}>
          {t(pressure === "late" ? "clock.dueWas" : "clock.due", { time: due(clock.dueAt) })}
        </span>
      )}
      {clock.provisional && (
        <abbr className={styles["provisional"]} title={t("clock.provisionalWhy")}>
          {t("clock.provisional")}
        </abbr>
      )}
    </span>
  );
}

/** Minutes left now, and how pressing that is. */
export function useRemaining(clock: TurnClock, readAt: string) {
  const now = useNow();
  const remaining = remainingAt(clock, new Date(readAt), now, useWorkCalendar());
  return { remaining, pressure: pressureOf(clock, remaining) };
}
