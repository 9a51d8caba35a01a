import { findProcedure } from "#web/procedures.ts";
import { useWords } from "#web/i18n/index.ts";
import { EntryView, withWho } from "#web/matter/entry-view.tsx";
import { byDay, type Matter } from "#web/matter/matter-view.ts";
import { TimelineDay } from "#web/ui/timeline.tsx";
import styles from "#web/matter/matter.module.css";

/** What has happened so far, by day, as far as the reader may know. */
export function MatterTimeline({ matter }: { matter: Matter }) {
  const words = useWords();
  const { t, day } = words;
  const procedure = findProcedure(matter.procedure);
  return (
    <section className={styles["history"]} aria-labelledby={`history-${matter.id}`}>
      <h2 id={`history-${matter.id}`} className={styles["partTitle"]}>
        {t("matter.timeline")}
      </h2>
      {matter.entries.length === 0 && <p className={styles["soft"]}>{t("matter.noEntries")}</p>}
      {byDay(matter.entries).map((one) => (
        <TimelineDay key={one.day} day={day(one.day)}>
          {one.entries.map((entry) => (
            <EntryView
              key={entry.seq}
              entry={withWho(words, matter, entry)}
              matterId={matter.id}
              prefix={matter.procedure}
              procedure={procedure}
            />
          ))}
        </TimelineDay>
      ))}
    </section>
  );
}
