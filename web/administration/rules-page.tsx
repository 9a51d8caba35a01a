import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { limitWords, nameOfUse, type Rule } from "#web/administration/rule-words.ts";
import { RuleSheet } from "#web/administration/rule-sheet.tsx";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 时限规则: what is declared, what the city and what a law has set, by kind of matter. */
export function RulesPage() {
  const { t, say } = useWords();
  useTitle(t("rule.title"));
  const query = useOperation("rule.list", {});
  const [chosen, setChosen] = useState<string>();
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <h1>{t("rule.title")}</h1>
        <p className={styles["lead"]}>{t("rule.lead")}</p>
        {query.data?.mayChange === false && <p className={home["soft"]}>{t("rule.readOnly")}</p>}
      </section>
      <PageState query={query} skeleton="list">
        {({ items, mayChange }) => {
          const groups = Map.groupBy(items, (rule) => rule.uses[0]?.procedure ?? "");
          const rule = items.find((one) => one.key === chosen);
          return (
            <>
              {[...groups].map(([procedure, rules]) => (
                <section key={procedure} className={home["part"]} aria-labelledby={`rules-${procedure}`}>
                  <h2 id={`rules-${procedure}`}>{say(`${procedure}.name`)}</h2>
                  <Table name={say(`${procedure}.name`)} rules={rules} {...(mayChange && { onChoose: setChosen })} />
                </section>
              ))}
              {rule !== undefined && <RuleSheet key={rule.key} rule={rule} onClose={() => setChosen(undefined)} />}
            </>
          );
        }}
      </PageState>
    </div>
  );
}

function Table(props: { name: string; rules: readonly Rule[]; onChoose?: (key: string) => void }) {
  const { t } = useWords();
  return (
    <table
      className={classNames(tables["table"], tables["flow"], tables["bare"], styles["rules"])}
      role="table"
      aria-label={props.name}
    >
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          {(["rule.what", "rule.now", "rule.source"] as const).map((key) => (
            <th key={key} scope="col" role="columnheader">
              {t(key)}
            </th>
          ))}
          <th scope="col" role="columnheader" className={styles["right"]}>
            {t("rule.change")}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rules.map((rule) => (
          <Row key={rule.key} rule={rule} {...(props.onChoose && { onChoose: props.onChoose })} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ rule, onChoose }: { rule: Rule; onChoose?: (key: string) => void }) {
  const words = useWords();
  const { t, date } = words;
  const city = rule.versions.find((one) => one.source === "P" && one.state === "inForce");
  const law = rule.versions.find((one) => one.source === "L" && one.state === "inForce");
  const coming = rule.versions.filter((one) => one.state === "coming");
  const name = nameOfUse(words, rule.uses[0]);
  return (
    <tr role="row">
      <td role="cell" data-label={t("rule.what")}>
        {name}
      </td>
      <td role="cell" data-label={t("rule.now")}>
        <span>
          <strong>{limitWords(words, rule.beyondLaw && law ? law.limit : (city?.limit ?? rule.declared))}</strong>
          {coming.map((one) => (
            <span key={one.from} className={home["soft"]}>
              <br />
              {t("rule.coming", { day: date(shanghaiDay(new Date(one.from))), limit: limitWords(words, one.limit) })}
            </span>
          ))}
        </span>
      </td>
      <td role="cell" data-label={t("rule.source")}>
        <span>
          {t(rule.beyondLaw ? "rule.source.L" : city ? "rule.source.P" : "rule.source.declared")}
          {law !== undefined && (
            <span className={home["soft"]}>
              <br />
              {t("rule.lawLimit", {
                law: law.law ?? "",
                article: law.article ?? "",
                limit: limitWords(words, law.limit),
              })}
            </span>
          )}
          {rule.beyondLaw && <span className={tables["gap"]}> {t("rule.beyondLaw")}</span>}
        </span>
      </td>
      <td
        role="cell"
        data-label={t("rule.change")}
        className={classNames(styles["right"], tables[onChoose ? "does" : "none"])}
      >
        {onChoose && (
          <Button look="quiet" aria-label={t("rule.changeNamed", { name })} onClick={() => onChoose(rule.key)}>
            {t("rule.change")}
          </Button>
        )}
      </td>
    </tr>
  );
}
