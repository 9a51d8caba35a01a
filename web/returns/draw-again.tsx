import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { addMonths } from "#metrics/month.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { monthWords } from "#web/month/figure-words.ts";
import type { OutputFor } from "#web/operations.ts";
import styles from "#web/returns/returns.module.css";
import { serverNow } from "#web/server-time.ts";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";

type Drawn = OutputFor<"returnVisit.check">;

/** The lots of a month drawn again under the same key, and where the record differs. */
export function DrawAgain() {
  const words = useWords();
  const { t } = words;
  const present = shanghaiDay(serverNow()).slice(0, 7);
  const [month, setMonth] = useState(() => addMonths(present, -1));
  const query = useOperation("returnVisit.check", { month });
  return (
    <section className={home["part"]} aria-labelledby="draw-again">
      <h2 id="draw-again">{t("visits.check")}</h2>
      <p className={home["soft"]}>{t("visits.checkLead")}</p>
      <div className={styles["month"]}>
        <h3>{monthWords(words, month)}</h3>
        <div className={home["buttons"]}>
          <Button icon="back" onClick={() => setMonth(addMonths(month, -1))}>
            {t("month.earlier")}
          </Button>
          {month < present && (
            <Button icon="forward" onClick={() => setMonth(addMonths(month, 1))}>
              {t("month.later")}
            </Button>
          )}
        </div>
      </div>
      <div aria-live="polite" className={lines["form"]}>
        <PageState query={query} skeleton="list">
          {(drawn) => (drawn.closed === 0 ? <p>{t("visits.nothing")}</p> : <Found drawn={drawn} />)}
        </PageState>
      </div>
    </section>
  );
}

function Found({ drawn }: { drawn: Drawn }) {
  const { t } = useWords();
  const { closed, reopened, chosen, opened, unchecked, faults } = drawn;
  const figures = [
    ["closed", closed],
    ["reopened", reopened],
    ["chosen", chosen],
    ["opened", opened],
    ["left", chosen - opened],
  ] as const;
  return (
    <>
      {faults.length === 0 ? (
        closed > unchecked && (
          <p className={styles["good"]}>
            <Icon name="check" /> {t("visits.good", { count: closed - unchecked })}
          </p>
        )
      ) : (
        <>
          <p className={lines["gap"]} role="alert">
            <Icon name="warning" />
            {t("visits.bad", { count: faults.length })}
          </p>
          <ul className={home["bullets"]}>
            {faults.map(({ matter, fault }) => (
              <li key={`${matter}-${fault}`}>{t("visits.fault", { matter, what: t(`visits.fault.${fault}`) })}</li>
            ))}
          </ul>
        </>
      )}
      {unchecked > 0 && <p className={lines["away"]}>{t("visits.unchecked", { count: unchecked })}</p>}
      <dl className={styles["figures"]}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`visits.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {chosen > opened && <p className={home["soft"]}>{t("visits.leftHint")}</p>}
    </>
  );
}
