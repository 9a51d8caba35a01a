import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { CalendarForm } from "#web/administration/calendar-form.tsx";
import { calendarSource } from "#web/administration/calendar-source.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

export type Calendar = OutputFor<"workYear.list">;
type Year = Calendar["years"][number];

/** Years that limits still run in; the others are history. */
const recentYears = 3;

/** 工作日历: the official arrangement of each year, and entering the next one. */
export function CalendarPage() {
  const { t } = useWords();
  useTitle(t("calendar.title"));
  const query = useOperation("workYear.list", {});
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("calendar.title")}</h1>
        <p className={styles["lead"]}>{t("calendar.lead")}</p>
        {query.data && <State calendar={query.data} />}
      </section>
      <PageState query={query} skeleton="list">
        {(calendar) => (
          <>
            {calendar.mayChange && <CalendarForm calendar={calendar} />}
            <section className={home["part"]} aria-labelledby="calendar-years">
              <h2 id="calendar-years">{t("calendar.years")}</h2>
              <YearRows years={calendar.years.slice(0, recentYears)} />
              {calendar.years.length > recentYears && (
                <details>
                  <summary className={styles["older"]}>
                    {t("calendar.older", { count: calendar.years.length - recentYears })}
                  </summary>
                  <YearRows years={calendar.years.slice(recentYears)} />
                </details>
              )}
            </section>
          </>
        )}
      </PageState>
    </div>
  );
}

function State({ calendar: { missing, change } }: { calendar: Calendar }) {
  const { t, when } = useWords();
  return (
    <>
      {missing !== null && (
        <p className={lines["gap"]} role="alert">
          <Icon name="warning" />
          {t("calendar.missing", { year: missing })}
        </p>
      )}
      {change !== null && (
        <p className={home["soft"]}>
          {change.through
            ? t("calendar.recounted", {
                by: change.by,
                at: when(change.at),
                year: change.year,
                count: change.moved ?? 0,
              })
            : t("calendar.recounting")}
        </p>
      )}
    </>
  );
}

function YearRows({ years }: { years: readonly Year[] }) {
  return (
    <ul className={home["rows"]}>
      {years.map((year) => (
        <YearRow key={year.year} year={year} />
      ))}
    </ul>
  );
}

function YearRow({ year: { year, source, days } }: { year: Year }) {
  const { t, date } = useWords();
  const [open, setOpen] = useState(false);
  const rest = days.filter(({ kind }) => kind === "rest").length;
  return (
    <li className={lines["line"]}>
      <div className={styles["words"]}>
        <p>
          <strong>{t("calendar.year", { year })}</strong> {t("calendar.days", { rest, work: days.length - rest })}
        </p>
        <p className={home["soft"]}>{t("calendar.source", { source: calendarSource(t, source) })}</p>
        {open && (
          <ul className={styles["days"]}>
            {days.map(({ day, kind, name }) => (
              <li key={day}>
                {date(day)} {t(`calendar.${kind}`)} {name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("calendar.show")}
      </Button>
    </li>
  );
}
