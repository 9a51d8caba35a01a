import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/returns/returns.module.css";
import lines from "#web/staffing/staffing.module.css";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";

/** The lots of a week drawn again under the same key, and where the record differs. */
export function RedrawnWeek({ week }: { week: string }) {
  const { t, when } = useWords();
  const query = useOperation("lookSample.check", { week });
  return (
    <section className={home["part"]} aria-labelledby="sample-check">
      <h2 id="sample-check">{t("sample.check")}</h2>
      <p className={home["soft"]}>{t("sample.checkLead")}</p>
      <div aria-live="polite" className={lines["form"]}>
        <PageState query={query} skeleton="list">
          {({ drawnAt, unchecked, looks, faults }) =>
            drawnAt === null ? (
              <p>{t("sample.notDrawn")}</p>
            ) : unchecked ? (
              <p className={lines["away"]}>{t("sample.unchecked")}</p>
            ) : faults.length === 0 ? (
              <p className={styles["good"]}>
                <Icon name="check" /> {t("sample.good", { count: looks })}
              </p>
            ) : (
              <>
                <p className={lines["gap"]} role="alert">
                  <Icon name="warning" />
                  {t("sample.bad", { count: faults.length })}
                </p>
                <ul className={home["bullets"]}>
                  {faults.map(({ at, fault }) => (
                    <li key={`${at}-${fault}`}>
                      {t("sample.fault", { when: when(at), what: t(`sample.fault.${fault}`) })}
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </PageState>
      </div>
    </section>
  );
}
