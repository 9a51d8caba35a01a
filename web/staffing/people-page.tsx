import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { isDay, shanghaiDay, shanghaiMoment, shanghaiTime } from "#kernel/shanghai-time.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import styles from "#web/staffing/staffing.module.css";
import { TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type History = OutputFor<"assignment.list">;

/** 谁负责: who had a project at an hour of any day, who acted for whom, and every order about its places. */
export function ProjectPeoplePage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  useTitle(t("responsible.title"));
  const history = useOperation("assignment.list", { projectId: Number(id) });
  const project = useOperation("project.get", { id });
  // A firm knows who serves it, not every order about its places.
  const isWithoutHistory = useForbidden(history);
  return (
    <>
      <PageHead back={`/projects/${id}`} title={t("responsible.title")} />
      <PageState query={project}>
        {({ name }) => (
          <div className={home["page"]}>
            <ResponsiblePart id={id} name={name} history={history.data} />
            {!isWithoutHistory && (
              <PageState query={history} skeleton="list">
                {(data) => <HistoryPart history={data} />}
              </PageState>
            )}
          </div>
        )}
      </PageState>
    </>
  );
}

function ResponsiblePart({ id, name, history }: { id: string; name: string; history: History | undefined }) {
  const { t } = useWords();
  const [day, setDay] = useState(() => shanghaiDay(serverNow()));
  const [time, setTime] = useState(() => shanghaiTime(serverNow()));
  const at = isDay(day) && time !== "" ? shanghaiMoment(day, time).toISOString() : undefined;
  return (
    <section className={home["part"]}>
      <h1>{name}</h1>
      <p>{t("responsible.ask")}</p>
      <div className={styles["pair"]}>
        <TextField label={t("responsible.day")} type="date" value={day} onChange={setDay} />
        <TextField label={t("responsible.time")} type="time" value={time} onChange={setTime} />
      </div>
      {at !== undefined && <Answer id={id} at={at} history={history} />}
    </section>
  );
}

function Answer({ id, at, history }: { id: string; at: string; history: History | undefined }) {
  const { t, when } = useWords();
  const query = useOperation("project.responsible", { id, at }, { placeholderData: (before) => before });
  return (
    <PageState query={query} skeleton="list">
      {({ people }) =>
        people.length === 0 ? (
          <p>{t("responsible.nobody")}</p>
        ) : (
          <ul className={home["rows"]} aria-label={t("responsible.title")}>
            {people.map((person) => {
              const order = history?.items.find(
                (one) =>
                  one.kind === person.place && one.holder.accountId === person.accountId && one.from === person.since,
              )?.orderNo;
              return (
                <li key={`${person.place}-${person.accountId}`} className={styles["line"]}>
                  <div>
                    <p>
                      {t(`place.${person.place}`)} · <strong>{person.dutyName}</strong>{" "}
                      <span className={home["soft"]}>{person.unitName}</span>
                    </p>
                    <p className={home["soft"]}>
                      {t("responsible.since", { time: when(person.since) })}
                      {order !== undefined && order !== null && ` · ${order}`}
                      {person.knownLater && ` · ${t("responsible.knownLater")}`}
                    </p>
                  </div>
                  <span className={person.away ? styles["away"] : undefined}>
                    {person.away ? t("responsible.away") : person.acts ? t("responsible.acts") : ""}
                  </span>
                </li>
              );
            })}
          </ul>
        )
      }
    </PageState>
  );
}

function HistoryPart({ history }: { history: History }) {
  const { t, when, day } = useWords();
  return (
    <section className={home["part"]} aria-labelledby="responsible-history">
      <h2 id="responsible-history">{t("responsible.history")}</h2>
      {history.items.length === 0 && <p>{t("responsible.noHistory")}</p>}
      <ul className={home["rows"]}>
        {history.proposals.map((one) => (
          <li key={`p${one.id}`} className={styles["line"]}>
            <div>
              <p>
                {t(`place.${one.kind}`)} · <strong>{one.holder.dutyName}</strong>{" "}
                <span className={home["soft"]}>{one.holder.unitName}</span>
              </p>
              <p className={home["soft"]}>
                {t("staffing.from", { day: day(one.fromDay) })} · {one.reason} ·{" "}
                {t("staffing.proposedBy", { name: one.proposedBy })}
              </p>
            </div>
            <span className={styles["away"]}>{t("responsible.proposed")}</span>
          </li>
        ))}
        {history.items.map((one) => (
          <li key={one.id} className={styles["line"]}>
            <div>
              <p>
                {t(`place.${one.kind}`)} · <strong>{one.holder.dutyName}</strong>{" "}
                <span className={home["soft"]}>{one.holder.unitName}</span>
              </p>
              <p className={home["soft"]}>
                {one.to === null
                  ? t("responsible.since", { time: when(one.from) })
                  : t("responsible.span", { from: when(one.from), to: when(one.to) })}
              </p>
              <p className={home["soft"]}>
                {[
                  one.orderNo,
                  one.reason,
                  one.endReason !== null && t("responsible.endReason", { reason: one.endReason }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
