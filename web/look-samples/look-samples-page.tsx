import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useOperation } from "#web/call.ts";
import own from "#web/data-protection/data-protection.module.css";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { DrawnLook } from "#web/look-samples/drawn-look.tsx";
import { RedrawnWeek } from "#web/look-samples/redrawn-week.tsx";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import tables from "#web/staffing/staffing.module.css";

type Sample = OutputFor<"lookSample.list">;

const weekMs = 7 * 86_400_000;
const shifted = (day: string, weeks: number) => new Date(Date.parse(day) + weeks * weekMs).toISOString().slice(0, 10);

/** 查看抽查: what of a week's unmasked views was drawn, for the inspectorate to check and the auditor to draw again. */
export function LookSamplesPage() {
  const { t, date } = useWords();
  useTitle(t("sample.title"));
  const me = useMe();
  const [week, setWeek] = useState<string>();
  const query = useOperation("lookSample.list", week === undefined ? {} : { week });
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <h1>{t("sample.title")}</h1>
        <p className={styles["lead"]}>{t("sample.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {(sample) => (
          <>
            {me.desk !== "audit" && <Waiting sample={sample} onWeek={setWeek} />}
            <section className={home["part"]} aria-labelledby="sample-week">
              <div className={classNames(home["between"], own["head"])}>
                <h2 id="sample-week">{t("sample.week", { from: date(sample.from), to: date(sample.to) })}</h2>
                <div className={home["buttons"]}>
                  <Button onClick={() => setWeek(shifted(sample.from, -1))}>{t("sample.before")}</Button>
                  <Button onClick={() => setWeek(shifted(sample.from, 1))}>{t("sample.after")}</Button>
                </div>
              </div>
              <Looks sample={sample} />
            </section>
            {me.desk === "audit" && sample.drawn !== null && <RedrawnWeek week={sample.from} />}
          </>
        )}
      </PageState>
    </div>
  );
}

function Looks({ sample: { drawn, items } }: { sample: Sample }) {
  const { t, when } = useWords();
  if (drawn === null)
    return (
      <Empty icon="clock" title={t("sample.notDrawn")}>
        <p>{t("sample.notDrawnText")}</p>
      </Empty>
    );
  return (
    <>
      {items.length === 0 ? (
        <Empty icon="check" title={t("sample.none")}>
          <p>{t("sample.noneText")}</p>
        </Empty>
      ) : (
        <ul className={home["rows"]}>
          {items.map((look) => (
            <DrawnLook key={look.id} look={look} />
          ))}
        </ul>
      )}
      <p className={home["soft"]}>
        {t("sample.drawn", { when: when(drawn.at), version: drawn.version, count: drawn.most })}
      </p>
    </>
  );
}

/** Other weeks in which something is still to be done. */
function Waiting({ sample, onWeek }: { sample: Sample; onWeek: (week: string) => void }) {
  const { t, date } = useWords();
  const others = sample.waiting.filter(({ week }) => week !== sample.from);
  if (others.length === 0) return null;
  return (
    <section className={home["part"]} aria-labelledby="sample-waiting">
      <h2 id="sample-waiting">{t("sample.waiting")}</h2>
      <ul className={home["rows"]}>
        {others.map(({ week, open, findings }) => (
          <li key={week} className={tables["line"]}>
            <div className={styles["words"]}>
              <p>
                {[
                  open > 0 && t("sample.waitingOpen", { count: open }),
                  findings > 0 && t("sample.waitingFindings", { count: findings }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            <Button onClick={() => onWeek(week)}>{t("sample.waitingWeek", { day: date(week) })}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
