import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { addMonths } from "#metrics/month.ts";
import { useOperation } from "#web/call.ts";
import { ExportButton } from "#web/exports/export-button.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { FigureCard } from "#web/month/figure-card.tsx";
import figureStyles from "#web/month/figure.module.css";
import { type FigureData, type MonthData, monthWords } from "#web/month/figure-words.ts";
import styles from "#web/month/month.module.css";
import { MovedList } from "#web/month/moved-list.tsx";
import { Fold, Part } from "#web/month/part.tsx";
import { type Asked, RecordsSheet } from "#web/month/records-sheet.tsx";
import { SponsoredPanel } from "#web/month/sponsored-panel.tsx";
import { StuckPanel } from "#web/month/stuck-panel.tsx";
import { serverNow } from "#web/server-time.ts";
import { useMe } from "#web/session.tsx";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { usePrinted, useWide } from "#web/ui/use-wide.ts";

/** The month of a unit, to be read on a screen and on paper. */
export function MonthPage() {
  const words = useWords();
  const { t } = words;
  const me = useMe();
  const wide = useWide();
  const navigate = useNavigate();
  const params: Record<string, string | undefined> = useParams({ strict: false });
  const search: Record<string, unknown> = useSearch({ strict: false });
  const present = shanghaiDay(serverNow()).slice(0, 7);
  const asked = params["month"] ?? "";
  // Without a month in the address: the last one that is over.
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) && asked <= present ? asked : addMonths(present, -1);
  const unitId =
    Number.isSafeInteger(Number(search["unit"])) && Number(search["unit"]) > 0 ? Number(search["unit"]) : undefined;
  const version = search["version"] === "public" ? "public" : "internal";
  const promises = version === "internal" && me.desk === "leader";
  const printed = usePrinted();
  // Beside where it is stuck there is room; on a phone and on paper they come last.
  const roomBeside = wide && !printed;
  const [all, setAll] = useState(false);
  const [records, setRecords] = useState<Asked>();
  const topics = useOperation("topic.list", {}, { staleTime: Number.POSITIVE_INFINITY });
  const page = useOperation("metric.month", { month, version, ...(unitId !== undefined && { unitId }) });
  const title = monthWords(words, month);
  useTitle(`${t("month.title")} ${title}`);

  const partName = (figure: FigureData, part: string): string => {
    const topic = topics.data?.items.find(({ code }) => code === part);
    if (topic) return words.locale === "en" ? topic.nameEn : topic.nameZh;
    if (part === "-") return t("month.noPart");
    const service = figure.id.split(".")[0] ?? "";
    return words.find(`stage.${part}`) ?? words.find(`${service}.outcome.${part}`) ?? part;
  };
  const go = (to: string, more: { unit?: number; version?: "public" } = {}) =>
    navigate({
      to: "/month/$month",
      params: { month: to },
      search: {
        ...(unitId !== undefined && { unit: unitId }),
        ...(version === "public" && { version }),
        ...more,
      },
    });

  const taking = (data: MonthData) => (
    <>
      <ExportButton
        id="metric.export"
        input={{ month, version, unitId: data.unit.id }}
        name={`${t("month.title")}-${data.unit.name}-${month}`}
      />
      <Button look="quiet" icon="print" onClick={() => window.print()}>
        {t("month.print")}
      </Button>
    </>
  );
  const choosing = (data: MonthData) =>
    data.units.length > 1 && (
      <p className={`${styles["choose"] ?? ""} no-print`}>
        <label htmlFor="month-unit">{t("month.unit")}</label>
        <select
          id="month-unit"
          value={data.unit.id}
          onChange={(event) => void go(month, { unit: Number(event.target.value) })}
        >
          {data.units.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {unit.name}
            </option>
          ))}
        </select>
        <Link
          to="/month/$month"
          params={{ month }}
          search={{
            ...(unitId !== undefined && { unit: unitId }),
            ...(version === "internal" && { version: "public" }),
          }}
          className={buttonClass("quiet")}
        >
          {t(version === "public" ? "month.internal" : "month.public")}
        </Link>
      </p>
    );

  return (
    <div className={styles["page"]}>
      {!wide && params["month"] !== undefined && <PageHead back="/" title={t("month.title")} />}
      <PageState query={page}>
        {(data) => (
          <>
            <section className={home["part"]}>
              <div className={styles["head"]}>
                <div>
                  <h1>
                    {data.unit.name} · {title}
                  </h1>
                  <p className={home["soft"]}>
                    {data.complete
                      ? data.takenAt === null
                        ? t("month.notTaken")
                        : t("month.taken", { when: words.when(data.takenAt) })
                      : t("month.runs", { day: words.date(data.until) })}
                    {version === "public" && ` ${t("month.publicNote")}`}
                    {me.demo && <strong> {t("month.demo")}</strong>}
                  </p>
                </div>
                <div className={`${styles["turn"] ?? ""} no-print`}>
                  <Button icon="back" onClick={() => void go(addMonths(month, -1))}>
                    {t("month.earlier")}
                  </Button>
                  {month < present && (
                    <Button icon="forward" onClick={() => void go(addMonths(month, 1))}>
                      {t("month.later")}
                    </Button>
                  )}
                  {wide && taking(data)}
                </div>
              </div>
              {wide ? (
                choosing(data)
              ) : (
                <div className="no-print">
                  <Fold name={<span>{t(data.units.length > 1 ? "month.chooseAndTake" : "month.take")}</span>}>
                    {choosing(data)}
                    <div className={home["buttons"]}>{taking(data)}</div>
                  </Fold>
                </div>
              )}
            </section>
            <div className={styles["minute"]}>
              {/* First what one minute is for; of a month long ago it would tell nothing. */}
              {version === "internal" && month >= addMonths(present, -1) && <StuckPanel unitId={data.unit.id} />}
              <div className={styles["beside"]}>
                <section className={`${home["part"] ?? ""} no-print`} aria-labelledby="moved">
                  <h2 id="moved">{t("month.moved", { month: title })}</h2>
                  <MovedList page={data} />
                </section>
                {promises && roomBeside && <SponsoredPanel />}
              </div>
            </div>
            {wide && (
              <p className={`${styles["all"] ?? ""} no-print`}>
                <Button look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
                  {t(all ? "month.foldAll" : "month.openAll")}
                </Button>
              </p>
            )}
            {[...Map.groupBy(data.figures, ({ id }) => id.split(".")[0] ?? "")].map(([group, figures]) => (
              <Part
                key={group}
                id={`group-${group}`}
                name={words.say(`month.group.${group}`)}
                open={all}
                beside={t("month.figures", { count: figures.length })}
              >
                <div className={figureStyles["figures"]}>
                  {figures.map((figure) => (
                    <FigureCard
                      key={figure.id}
                      figure={figure}
                      page={data}
                      partName={partName}
                      onRecords={(one, side) => setRecords({ figure: one, side })}
                    />
                  ))}
                </div>
              </Part>
            ))}
            {promises && !roomBeside && <SponsoredPanel folds />}
            <Definitions figures={data.figures} />
            <RecordsSheet asked={records} month={month} unitId={data.unit.id} onClose={() => setRecords(undefined)} />
          </>
        )}
      </PageState>
    </div>
  );
}

/** On paper nobody can open a definition: they stand at the end. */
function Definitions({ figures }: { figures: readonly FigureData[] }) {
  const { t, say } = useWords();
  return (
    <div className="print-only">
      <h2>{t("month.definitions")}</h2>
      <dl className={styles["definitions"]}>
        {figures.map(({ id }) => (
          <div key={id}>
            <dt>{say(`figure.${id}`)}</dt>
            <dd>{say(`figure.${id}.definition`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
