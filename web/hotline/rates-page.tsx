import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { addMonths } from "#metrics/month.ts";
import { type CallError, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { HotlineTabs } from "#web/hotline/hotline-tabs.tsx";
import styles from "#web/hotline/hotline.module.css";
import { useWords } from "#web/i18n/index.ts";
import { FigureCard } from "#web/month/figure-card.tsx";
import { type FigureData, monthWords } from "#web/month/figure-words.ts";
import figureStyles from "#web/month/figure.module.css";
import { type Asked, RecordsSheet } from "#web/month/records-sheet.tsx";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import { Button } from "#web/ui/button.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** The three rates first, then what they are taken of, beside the appeals received here (P28). */
const order = [
  "hotline.contacted",
  "hotline.solved",
  "hotline.satisfied",
  "hotline.received",
  "hotline.aboutProjects",
  "appeal.received",
  "hotline.closed",
];

/** 三率: in the callers' own words, with their definitions and what they were counted from. */
export function RatesPage() {
  const words = useWords();
  const { t } = words;
  const present = shanghaiDay(serverNow()).slice(0, 7);
  const [chosen, setChosen] = useState(present);
  const [records, setRecords] = useState<Asked>();
  const page = useOperation("metric.month", { month: chosen });
  const topics = useOperation("ticket.topics", {});
  const title = monthWords(words, chosen);
  useTitle(`${t("ticket.ratesTitle")} ${title}`);
  const partName = (figure: FigureData, part: string) =>
    part === "-" ? t("month.noPart") : (words.find(`${figure.id.split(".")[0] ?? ""}.outcome.${part}`) ?? part);
  // A leader has the month's figures, but not the desk whose page this is.
  const hasNoFigures = useForbidden(page);
  const hasNoDesk = useForbidden(topics);
  if (hasNoFigures || hasNoDesk) return <NoPermission />;
  return (
    <>
      <HotlineTabs />
      <div className={styles["page"]}>
        <PageState query={page}>
          {(data) => (
            <>
              <section className={home["part"]} aria-labelledby="rates">
                <div className={styles["head"]}>
                  <div>
                    <h1 id="rates">
                      {t("ticket.ratesTitle")} · {title}
                    </h1>
                    <p className={home["soft"]}>
                      {data.unit.name}
                      {!data.complete && ` · ${t("month.runs", { day: words.date(data.until) })}`}
                    </p>
                  </div>
                  <div className={`${home["buttons"] ?? ""} no-print`}>
                    <Button icon="back" onClick={() => setChosen(addMonths(chosen, -1))}>
                      {t("month.earlier")}
                    </Button>
                    {chosen < present && (
                      <Button icon="forward" onClick={() => setChosen(addMonths(chosen, 1))}>
                        {t("month.later")}
                      </Button>
                    )}
                  </div>
                </div>
                <p>{t("ticket.ratesLead")}</p>
              </section>
              <section className={home["part"]} aria-labelledby="rates-figures">
                <h2 id="rates-figures">{t("month.group.hotline")}</h2>
                <div className={figureStyles["figures"]}>
                  {order
                    .flatMap((id) => data.figures.find((figure) => figure.id === id) ?? [])
                    .map((figure) => (
                      <FigureCard
                        key={figure.id}
                        figure={figure}
                        page={data}
                        partName={partName}
                        onRecords={(one, side) => setRecords({ figure: one, side })}
                      />
                    ))}
                </div>
              </section>
              <RecordsSheet
                asked={records}
                month={chosen}
                unitId={data.unit.id}
                onClose={() => setRecords(undefined)}
              />
            </>
          )}
        </PageState>
        <Repeated topics={topics} />
      </div>
    </>
  );
}

/** 主动治理: what comes again and again from one place is worth a remedy of its own. */
function Repeated({ topics }: { topics: UseQueryResult<OutputFor<"ticket.topics">, CallError> }) {
  const { t, when } = useWords();
  return (
    <section className={home["part"]} aria-labelledby="repeated">
      <h2 id="repeated">{t("ticket.repeated")}</h2>
      <p className={home["soft"]}>{t("ticket.repeatedText")}</p>
      <PageState query={topics} skeleton="list">
        {({ items }) =>
          items.length === 0 ? (
            <p>{t("ticket.noRepeated")}</p>
          ) : (
            <ul className={home["rows"]}>
              {items.map((one) => (
                <li key={`${one.place} ${one.subject}`} className={home["row"]}>
                  <span className={home["grow"]}>
                    {one.place} · {one.subject}
                  </span>
                  <span className={home["soft"]}>
                    {t("ticket.repeatedLine", { count: one.count, when: when(one.lastAt) })}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </PageState>
    </section>
  );
}
