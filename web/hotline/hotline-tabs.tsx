import { Link, useRouterState } from "@tanstack/react-router";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { PageHead } from "#web/ui/frame.tsx";
import { useWide } from "#web/ui/use-wide.ts";

const tabs = [
  ["/hotline", "ticket.tab.list"],
  ["/hotline/replies", "ticket.tab.replies"],
  ["/hotline/rates", "ticket.tab.rates"],
] as const;

/** The three sides of the hotline's desk, with the way back on a phone. */
export function HotlineTabs() {
  const { t } = useWords();
  const wide = useWide();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      {/* The first of them is a place of the navigation and has its head from the frame. */}
      {!wide && path !== "/hotline" && <PageHead back="/hotline" title={t("ticket.title")} />}
      <nav className={`${home["tabs"] ?? ""} no-print`} aria-label={t("ticket.title")}>
        {tabs.map(([to, label]) => (
          <Link key={to} to={to} className={home["tab"]} activeOptions={{ exact: true, includeSearch: false }}>
            {t(label)}
          </Link>
        ))}
      </nav>
    </>
  );
}
