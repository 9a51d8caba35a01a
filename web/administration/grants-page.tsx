import styles from "#web/administration/administration.module.css";
import { ProposalRows } from "#web/administration/proposal-rows.tsx";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 授权审批: what waits for a second person, and what was decided lately. */
export function GrantsPage() {
  const { t } = useWords();
  useTitle(t("grant.title"));
  const query = useOperation("grant.list", {});
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("grant.title")}</h1>
        <p className={styles["lead"]}>{t("grant.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {({ items }) => {
          const waiting = items.filter((one) => one.state === "PROPOSED");
          const decided = items.filter((one) => one.state !== "PROPOSED");
          return (
            <>
              <section className={home["part"]} aria-labelledby="grants-waiting">
                <h2 id="grants-waiting">{t("grant.waiting")}</h2>
                {waiting.length === 0 ? (
                  <Empty icon="check" title={t("grant.noneWaiting")}>
                    <p>{t("grant.noneText")}</p>
                  </Empty>
                ) : (
                  <ProposalRows items={waiting} />
                )}
              </section>
              {decided.length > 0 && (
                <section className={home["part"]} aria-labelledby="grants-decided">
                  <h2 id="grants-decided">{t("grant.decided")}</h2>
                  <ProposalRows items={decided} />
                </section>
              )}
            </>
          );
        }}
      </PageState>
    </div>
  );
}
