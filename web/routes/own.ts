import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";
import { anySearch } from "#web/routes/search.ts";

const pages = () => import("#web/pages.ts");
const myDataPages = () => import("#web/my-data/pages.ts");

const me = createRoute({
  getParentRoute: () => app,
  path: "/me",
  component: lazyRouteComponent(pages, "MePage"),
});

/** How one signs in: a script of its own, opened now and then. */
const security = createRoute({
  getParentRoute: () => app,
  path: "/me/security",
  component: lazyRouteComponent(() => import("#web/sign-in/secure-pages.ts"), "SecurityPage"),
});

/** Giving and confirming recovery codes: a script of its own, opened now and then. */
const recoveries = createRoute({
  getParentRoute: () => app,
  path: "/recoveries",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/recovery/recoveries-page.tsx"), "RecoveriesPage"),
});

const members = createRoute({
  getParentRoute: () => app,
  path: "/members",
  component: lazyRouteComponent(pages, "MembersPage"),
});

const notices = createRoute({
  getParentRoute: () => app,
  path: "/notices",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "NoticesPage"),
});

const myData = createRoute({
  getParentRoute: () => app,
  path: "/my-data",
  component: lazyRouteComponent(myDataPages, "MyDataPage"),
});

const dataCopy = createRoute({
  getParentRoute: () => app,
  path: "/my-data/copy/$id",
  component: lazyRouteComponent(myDataPages, "CopyPage"),
});

const privacy = createRoute({
  getParentRoute: () => app,
  path: "/my-data/notice",
  component: lazyRouteComponent(myDataPages, "PrivacyPage"),
});

/** One's own account, firm, notices and data. */
export const ownRoutes = [me, security, recoveries, members, notices, myData, dataCopy, privacy] as const;
