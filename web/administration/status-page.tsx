import type { ReactNode } from "react";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/staffing/staffing.module.css";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Status = OutputFor<"status.get">;

/** Beyond these something is to be looked at. */
const clockToleranceMs = 2_000;
const leastFree = 0.1;
const oldestBackupMs = 2 * 86_400_000;
const pollMs = 30_000;

/** 运行状态: numbers and times; what wants a look is marked. */
export function StatusPage() {
  const { t, when } = useWords();
  useTitle(t("status.title"));
  const query = useOperation("status.get", {}, { refetchInterval: pollMs });
  return (
    <div className={home["page"]}>
      <PageState query={query}>
        {(status) => (
          <>
            <section className={home["part"]}>
              <h1>{t("status.title")}</h1>
              <p className={home["soft"]}>{t("status.asOf", { when: when(status.serverTime) })}</p>
              <Facts status={status} />
            </section>
            <section className={home["part"]} aria-labelledby="status-jobs">
              <h2 id="status-jobs">{t("status.jobs")}</h2>
              {status.jobs.length === 0 ? <p>{t("status.noJobs")}</p> : <Jobs jobs={status.jobs} />}
            </section>
          </>
        )}
      </PageState>
    </div>
  );
}

function Facts({ status }: { status: Status }) {
  const { t, find, when } = useWords();
  const { database, disk, events, mail, webhooks, backup } = status;
  const backupAge = backup === null ? Number.POSITIVE_INFINITY : Date.parse(status.serverTime) - Date.parse(backup);
  return (
    <dl className={home["facts"]}>
      <dt>{t("status.database")}</dt>
      <dd>
        {t("status.databaseText", {
          version: database.version,
          size: bytes(database.bytes),
          count: database.connections,
        })}
      </dd>
      <dt>{t("status.disk")}</dt>
      <dd>
        <Marked wrong={disk !== null && disk.free < disk.total * leastFree}>
          {disk === null
            ? t("status.unknown")
            : t("status.diskText", { free: bytes(disk.free), total: bytes(disk.total) })}
        </Marked>
      </dd>
      <dt>{t("admin.assessmentsOver")}</dt>
      <dd>
        <Marked wrong={status.assessmentsOver.length > 0}>
          {status.assessmentsOver.length === 0
            ? t("admin.assessmentsValid")
            : t("admin.assessmentsOverList", {
                modules: status.assessmentsOver
                  .map((module) => find(`register.module.${module}`) ?? find(`${module}.name`) ?? module)
                  .join(" · "),
              })}
        </Marked>
      </dd>
      <dt>{t("status.backup")}</dt>
      <dd>
        <Marked wrong={backupAge > oldestBackupMs}>{backup === null ? t("status.never") : when(backup)}</Marked>
      </dd>
      <dt>{t("status.clock")}</dt>
      <dd>
        <Marked wrong={Math.abs(status.clockAhead) > clockToleranceMs}>
          {t("status.clockText", { ms: Math.abs(status.clockAhead) })}
        </Marked>
      </dd>
      <dt>{t("status.events")}</dt>
      <dd>
        <Marked wrong={events.setAside > 0}>
          {t("status.eventsText", { waiting: events.waiting, aside: events.setAside })}
        </Marked>
      </dd>
      <dt>{t("status.mail")}</dt>
      <dd>{mail.on ? t("status.mailText", { count: mail.waiting }) : t("status.mailOff")}</dd>
      <dt>{t("status.webhooks")}</dt>
      <dd>
        {t("status.webhooksText", { count: webhooks.waiting })}
        {webhooks.parked > 0 && (
          <>
            <br />
            <Marked wrong>{t("status.webhooksParked", { count: webhooks.parked })}</Marked>
          </>
        )}
        {webhooks.unsigned > 0 && (
          <>
            <br />
            <Marked wrong>{t("status.webhooksUnsigned", { count: webhooks.unsigned })}</Marked>
          </>
        )}
      </dd>
      <dt>{t("status.overdue")}</dt>
      <dd>{t("status.overdueText", { count: status.overdue })}</dd>
      <dt>{t("status.started")}</dt>
      <dd>{when(status.startedAt)}</dd>
    </dl>
  );
}

function Marked({ wrong, children }: { wrong: boolean; children: ReactNode }) {
  if (!wrong) return children;
  return (
    <strong className={tables["gap"]}>
      <Icon name="warning" />
      {children}
    </strong>
  );
}

/** A size as people say it; three digits are enough. */
function bytes(size: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, size)) / Math.log(1024))));
  const amount = size / 1024 ** step;
  return `${amount >= 100 ? Math.round(amount) : Number(amount.toPrecision(3))} ${units[step]}`;
}

function Jobs({ jobs }: { jobs: Status["jobs"] }) {
  const { t, find, when } = useWords();
  return (
    <table className={classNames(tables["table"], tables["flow"])} role="table" aria-labelledby="status-jobs">
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {(["status.job", "status.lastDone", "status.lastFailed", "status.waiting"] as const).map((key) => (
            <th key={key} scope="col" role="columnheader">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {jobs.map((job) => (
          <tr key={job.name} role="row">
            <td role="cell" data-label={t("status.job")}>
              {find(`status.job.${job.name}`) ?? job.name}
            </td>
            <td role="cell" data-label={t("status.lastDone")}>
              {job.lastDone === null ? "—" : when(job.lastDone)}
            </td>
            <td
              role="cell"
              data-label={t("status.lastFailed")}
              className={classNames(job.lastFailed === null && tables["none"])}
            >
              {job.lastFailed === null ? "—" : <span className={tables["gap"]}>{when(job.lastFailed)}</span>}
            </td>
            <td
              role="cell"
              data-label={t("status.waiting")}
              className={classNames(job.waiting === 0 && tables["none"])}
            >
              {job.waiting}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
