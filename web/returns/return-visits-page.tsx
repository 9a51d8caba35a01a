import { useOperation } from "#web/call.ts";
import styles from "#web/administration/administration.module.css";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { DrawAgain } from "#web/returns/draw-again.tsx";
import { RuleInForce, RuleVersions } from "#web/returns/visit-rule.tsx";
import { useMe } from "#web/session.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 回访抽签: the auditor draws a month again; the city's administrator sets share, cap and days. */
export function ReturnVisitsPage() {
  const { t } = useWords();
  const me = useMe();
  const query = useOperation("returnVisitRule.list", {});
  useTitle(t("visits.title"));
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("visits.title")}</h1>
        <p className={styles["lead"]}>{t("visits.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {({ versions, mayChange }) => (
          <>
            {/* Which month is over, and which day comes, is the server's to say: it has said so by now. */}
            {me.desk === "audit" && <DrawAgain />}
            <RuleInForce versions={versions} mayChange={mayChange} />
            <RuleVersions versions={versions} />
          </>
        )}
      </PageState>
    </div>
  );
}
