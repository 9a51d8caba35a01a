import type { Words } from "#web/i18n/index.ts";
import type { Me } from "#web/session.tsx";
import type { NavItem } from "#web/ui/frame.tsx";

/**
 * The places of the navigation. The desk chooses them, and for a while a matter that was opened to the reader; what may be
 * done there is the server's to say. `waiting`: how many matters wait for the reader.
 */
export function navItems(
  words: Pick<Words, "t">,
  me: Pick<Me, "desk" | "readsByGlass">,
  waiting: number | undefined,
): NavItem[] {
  const items = deskItems(words, me, waiting);
  if (!me.readsByGlass || items.some(({ to }) => to === glassPath)) return items;
  const opened: NavItem = { to: glassPath, label: words.t("glass.title"), icon: "lock", below: "/me" };
  return items.toSpliced(-1, 0, opened);
}

const glassPath = "/glass";

/** What the desk has; the reader's own page is the last. */
function deskItems({ t }: Pick<Words, "t">, me: Pick<Me, "desk">, waiting: number | undefined): NavItem[] {
  const mine: NavItem = { to: "/me", label: t("nav.me"), icon: "person" };
  switch (me.desk) {
    case "enterprise":
      return [
        { to: "/", label: t("nav.home"), icon: "home" },
        { to: "/ask", label: t("nav.ask"), icon: "plus" },
        { to: "/matters", label: t("nav.myMatters"), icon: "list", count: waiting },
        mine,
      ];
    case "audit":
      return [
        { to: "/", label: t("nav.audit"), icon: "audit" },
        { to: "/return-visits", label: t("visits.nav"), icon: "retry" },
        { to: "/unusual-looks", label: t("unusual.title"), icon: "eye" },
        { to: "/look-samples", label: t("sample.title"), icon: "check", below: "/me" },
        { to: "/holds", label: t("hold.title"), icon: "clock", below: "/me" },
        { to: "/data-register", label: t("register.title"), icon: "file", below: "/me" },
        { to: "/glass", label: t("glass.title"), icon: "lock" },
        mine,
      ];
    case "administration":
      return [
        { to: "/", label: t("nav.home"), icon: "home" },
        { to: "/administration/units", label: t("admin.nav.units"), icon: "building" },
        { to: "/administration/rules", label: t("admin.nav.rules"), icon: "clock" },
        { to: "/administration/calendar", label: t("admin.nav.calendar"), icon: "month", below: "/me" },
        { to: "/administration/modules", label: t("admin.nav.modules"), icon: "menu", below: "/me" },
        { to: "/return-visits", label: t("visits.nav"), icon: "retry", below: "/me" },
        { to: "/administration/status", label: t("admin.nav.status"), icon: "audit", below: "/me" },
        { to: "/administration/service-accounts", label: t("admin.nav.services"), icon: "building", below: "/me" },
        { to: "/setup", label: t("setup.nav"), icon: "check", below: "/me" },
        { to: "/glass", label: t("glass.title"), icon: "lock", below: "/me" },
        { to: "/administration/grants", label: t("admin.nav.grants"), icon: "check" },
        mine,
      ];
    case "security":
      return [
        { to: "/", label: t("nav.home"), icon: "home" },
        { to: "/administration/accounts", label: t("admin.nav.accounts"), icon: "people" },
        { to: "/administration/service-accounts", label: t("admin.nav.services"), icon: "building", below: "/me" },
        { to: "/grant-reviews", label: t("grantReview.title"), icon: "audit" },
        { to: "/glass", label: t("glass.title"), icon: "lock", below: "/me" },
        { to: "/administration/grants", label: t("admin.nav.grants"), icon: "check" },
        mine,
      ];
    case "inspector":
    case "dataProtection":
      return [
        { to: "/", label: t("nav.work"), icon: "clock", count: waiting },
        { to: "/matters", label: t("nav.allMatters"), icon: "list" },
        ...(me.desk === "inspector" ? [{ to: "/look-samples", label: t("sample.title"), icon: "eye" } as const] : []),
        { to: "/holds", label: t("hold.title"), icon: "lock", below: "/me" },
        { to: "/data-register", label: t("register.title"), icon: "file", below: "/me" },
        mine,
      ];
    case "leader":
      return [
        { to: "/", label: t("nav.home"), icon: "home", count: waiting },
        { to: "/matters", label: t("nav.allMatters"), icon: "list" },
        { to: "/board", label: t("nav.projects"), icon: "building", below: "/me" },
        { to: "/month", label: t("month.nav"), icon: "month" },
        { to: "/grant-reviews", label: t("grantReview.title"), icon: "audit", below: "/me" },
        mine,
      ];
    case "office":
      return [
        { to: "/", label: t("nav.work"), icon: "clock", count: waiting },
        { to: "/matters", label: t("nav.allMatters"), icon: "list" },
        { to: "/board", label: t("nav.projects"), icon: "building" },
        { to: "/staffing", label: t("nav.staffing"), icon: "people", below: "/me" },
        { to: "/month", label: t("month.nav"), icon: "month" },
        { to: "/hotline", label: t("ticket.title"), icon: "phone", below: "/me" },
        { to: "/imports", label: t("import.title"), icon: "plus", below: "/me" },
        { to: "/grant-reviews", label: t("grantReview.title"), icon: "audit", below: "/me" },
        mine,
      ];
    case "chief":
      return [
        { to: "/", label: t("nav.work"), icon: "clock", count: waiting },
        { to: "/matters", label: t("nav.allMatters"), icon: "list" },
        { to: "/board", label: t("nav.projects"), icon: "building" },
        { to: "/staffing", label: t("nav.staffing"), icon: "people", below: "/me" },
        { to: "/grant-reviews", label: t("grantReview.title"), icon: "audit", below: "/me" },
        mine,
      ];
    case "officer":
      return [
        { to: "/", label: t("nav.work"), icon: "clock", count: waiting },
        { to: "/matters", label: t("nav.allMatters"), icon: "list" },
        { to: "/projects", label: t("nav.projects"), icon: "building" },
        // On a phone it stands above the list of what waits.
        { to: "/note", label: t("nav.note"), icon: "phone", below: "/" },
        mine,
      ];
    default:
      return [
        { to: "/", label: t("nav.work"), icon: "clock", count: waiting },
        { to: "/matters", label: t("nav.allMatters"), icon: "list" },
        { to: "/projects", label: t("nav.projects"), icon: "building" },
        { to: "/policies", label: t("policy.title"), icon: "file", below: "/me", ownHead: true },
        mine,
      ];
  }
}

/** What the reader was told; at every desk. On a phone the bell leads there. */
export function noticeItem({ t }: Pick<Words, "t">, unread: number | undefined): NavItem {
  return { to: "/notices", label: t("notice.title"), icon: "bell", count: unread };
}

/** Where a desk has its projects: the place above one project, one firm, the service plans. */
export function projectsPath(me: Pick<Me, "desk">): string {
  return ["office", "chief", "leader"].includes(me.desk) ? "/board" : "/projects";
}

/** Whether matters can wait for somebody at this desk. */
export function hasMatters(me: Pick<Me, "desk">): boolean {
  return !["audit", "administration", "security"].includes(me.desk);
}

/** What stands beside the name of the platform. */
export function sideName({ t }: Pick<Words, "t">, me: Pick<Me, "desk" | "kind">): string {
  if (me.kind === "member") return t("app.side.enterprise");
  if (me.desk === "officer") return t("app.side.officer");
  if (me.desk === "specialist") return t("app.side.specialist");
  return t("app.side.police");
}
