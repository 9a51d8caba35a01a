import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useOperation } from "#web/call.ts";
import own from "#web/data-protection/data-protection.module.css";
import { AuditTable } from "#web/audit/audit-list.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Report = OutputFor<"audit.unusual">;
type Event = Report["events"][number];

const weekMs = 7 * 86_400_000;
const shifted = (day: string, weeks: number) => new Date(Date.parse(day) + weeks * weekMs).toISOString().slice(0, 10);

/** 异常查看: what of the staff's looks in a week is worth the auditor's own look. Events, never a ranking of persons. */
export function UnusualPage() {
  const { t, date } = useWords();
  useTitle(t("unusual.title"));
  const [week, setWeek] = useState<string>();
  const query = useOperation("audit.unusual", week === undefined ? {} : { week });
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <h1>{t("unusual.title")}</h1>
        <p className={styles["lead"]}>{t("unusual.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {(report) => (
          <section className={home["part"]} aria-labelledby="unusual-week">
            <div className={classNames(home["between"], own["head"])}>
              <h2 id="unusual-week">{t("unusual.week", { from: date(report.from), to: date(report.to) })}</h2>
              <div className={home["buttons"]}>
                <Button onClick={() => setWeek(shifted(report.from, -1))}>{t("unusual.before")}</Button>
                <Button onClick={() => setWeek(shifted(report.from, 1))}>{t("unusual.after")}</Button>
              </div>
            </div>
            {report.events.length === 0 ? (
              <Empty icon="check" title={t("unusual.none")}>
                <p>{t("unusual.noneText")}</p>
              </Empty>
            ) : (
              <ul className={home["rows"]}>
                {report.events.map((event) => (
                  <EventRow key={`${event.kind}${event.day}${event.accountId}`} event={event} />
                ))}
              </ul>
            )}
            <p className={home["soft"]}>{t("unusual.version", { version: report.version })}</p>
          </section>
        )}
      </PageState>
    </div>
  );
}

function EventRow({ event }: { event: Event }) {
  const { t, date } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className={tables["line"]}>
        <div className={styles["words"]}>
          <p>
            <strong>{t(`unusual.kind.${event.kind}`, { count: event.count })}</strong>
          </p>
          <p className={home["soft"]}>
            {[date(event.day), event.unitName, event.who].filter((part) => part !== null && part !== "").join(" · ")}
            {event.habit !== null && ` · ${t("unusual.habit", { count: event.habit })}`}
          </p>
        </div>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("unusual.rows")}
        </Button>
      </div>
      {open && <Rows event={event} />}
    </li>
  );
}

/** The day's rows of the one whom it is about; what more there is stands in the audit. */
function Rows({ event }: { event: Event }) {
  const query = useOperation("audit.list", { accountId: event.accountId, day: event.day });
  return (
    <PageState query={query} skeleton="list">
      {({ items }) => <AuditTable rows={items} />}
    </PageState>
  );
}
