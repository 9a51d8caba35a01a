import type { ReactNode } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { limitWords, nameOfUse } from "#web/administration/rule-words.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Folded } from "#web/openness/folded.tsx";
import { OpenTable } from "#web/openness/open-table.tsx";
import styles from "#web/openness/openness.module.css";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/staffing/staffing.module.css";
import { PageState } from "#web/ui/page-state.tsx";

type Rules = OutputFor<"openness.rules">;
type Limit = Rules["limits"][number];

/** By which rules the platform acts by itself, with the numbers that are in force. */
export function OpenRules() {
  const { t } = useWords();
  const query = useOperation("openness.rules", {});
  return (
    <section className={home["part"]} aria-labelledby="open-rules">
      <h2 id="open-rules">{t("openness.rules")}</h2>
      <p className={styles["lead"]}>{t("openness.rulesLead")}</p>
      <PageState query={query} skeleton="list">
        {(rules) => <AllRules rules={rules} />}
      </PageState>
    </section>
  );
}

function AllRules({ rules }: { rules: Rules }) {
  const { t, say, list, date } = useWords();
  const { returnVisits: visits, lookSamples, duplicates, unusualLooks: unusual } = rules;
  const versionOf = ({ version }: { version: number }) => t("openness.ruleVersion", { version });
  return (
    <>
      {visits !== null && (
        <Rule
          name={t("openness.rule.visits")}
          version={t("openness.ruleFrom", { version: visits.version, day: date(shanghaiDay(new Date(visits.from))) })}
        >
          {t("openness.rule.visits.text", {
            share: visits.sharePercent,
            wait: visits.waitDays,
            within: visits.withinDays,
            cap: visits.firmMonthCap,
          })}
        </Rule>
      )}
      <Rule name={t("openness.rule.samples")} version={versionOf(lookSamples)}>
        {t("openness.rule.samples.text", { most: lookSamples.most })}
      </Rule>
      <Rule name={t("openness.rule.duplicates")} version={versionOf(duplicates)}>
        {t("openness.rule.duplicates.text", {
          days: duplicates.withinDays,
          kinds: list(duplicates.procedures.map((procedure) => say(`${procedure}.name`))),
        })}
      </Rule>
      <Rule name={t("openness.rule.unusual")} version={versionOf(unusual)}>
        {t("openness.rule.unusual.text", {
          looks: unusual.leastLooks,
          weeks: unusual.habitWeeks,
          times: unusual.timesHabit,
          refused: unusual.leastRefused,
          night: unusual.leastNight,
          from: unusual.nightFrom,
          to: unusual.nightTo,
        })}
      </Rule>
      <Folded name={t("openness.rule.limits")} beside={t("openness.limitCount", { count: rules.limits.length })}>
        <p>{t("openness.rule.limits.text")}</p>
        <Limits limits={rules.limits} />
      </Folded>
    </>
  );
}

function Rule({ name, version, children }: { name: string; version: string; children: ReactNode }) {
  return (
    <div className={styles["figure"]}>
      <h3>{name}</h3>
      <p>{children}</p>
      <p className={home["soft"]}>{version}</p>
    </div>
  );
}

const columns = ["task", "limit", "source"] as const;

function Limits({ limits }: { limits: readonly Limit[] }) {
  const words = useWords();
  const { t, say, labelled } = words;
  const rows = limits.map((one) => ({
    key: [one.procedure, one.task, one.step, one.option].join(" "),
    cells: {
      task: labelled(say(`${one.procedure}.name`), nameOfUse(words, one)),
      limit: limitWords(words, one.limit),
      source: sourceWords(words, one),
    },
  }));
  const looks = [tables["table"], tables["flow"], tables["bare"]];
  return <OpenTable columns={columns} rows={rows} looks={looks} label={t("openness.rule.limits")} />;
}

function sourceWords({ t, date }: ReturnType<typeof useWords>, { source, law, article, from }: Limit): string {
  if (source === "L") return t("openness.source.L", { law: law ?? "", article: article ?? "" });
  if (source === "P" && from !== null) return t("openness.source.P", { day: date(shanghaiDay(new Date(from))) });
  return t("openness.source.D");
}
