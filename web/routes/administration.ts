import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";

const adminPages = () => import("#web/admin-pages.ts");
const deskPages = () => import("#web/desk-pages.ts");

const adminUnits = createRoute({
  getParentRoute: () => app,
  path: "/administration/units",
  component: lazyRouteComponent(adminPages, "UnitsPage"),
});

const adminAccounts = createRoute({
  getParentRoute: () => app,
  path: "/administration/accounts",
  component: lazyRouteComponent(adminPages, "AccountsPage"),
});

const adminAccount = createRoute({
  getParentRoute: () => app,
  path: "/administration/accounts/$id",
  component: lazyRouteComponent(adminPages, "AccountPage"),
});

const adminServices = createRoute({
  getParentRoute: () => app,
  path: "/administration/service-accounts",
  component: lazyRouteComponent(adminPages, "ServicesPage"),
});

const adminService = createRoute({
  getParentRoute: () => app,
  path: "/administration/service-accounts/$id",
  component: lazyRouteComponent(adminPages, "ServicePage"),
});

const adminWebhook = createRoute({
  getParentRoute: () => app,
  path: "/administration/webhooks/$id",
  component: lazyRouteComponent(adminPages, "WebhookPage"),
});

const adminGrants = createRoute({
  getParentRoute: () => app,
  path: "/administration/grants",
  component: lazyRouteComponent(adminPages, "GrantsPage"),
});

const adminRules = createRoute({
  getParentRoute: () => app,
  path: "/administration/rules",
  component: lazyRouteComponent(adminPages, "RulesPage"),
});

const adminCalendar = createRoute({
  getParentRoute: () => app,
  path: "/administration/calendar",
  component: lazyRouteComponent(adminPages, "CalendarPage"),
});

const adminModules = createRoute({
  getParentRoute: () => app,
  path: "/administration/modules",
  component: lazyRouteComponent(adminPages, "ModulesPage"),
});

const adminStatus = createRoute({
  getParentRoute: () => app,
  path: "/administration/status",
  component: lazyRouteComponent(adminPages, "StatusPage"),
});

/** An administrator's first steps. */
const setup = createRoute({
  getParentRoute: () => app,
  path: "/setup",
  component: lazyRouteComponent(() => import("#web/installation/setup-page.tsx"), "SetupPage"),
});

/** The draw of return visits: for the keeper of the audit too. */
const returnVisits = createRoute({
  getParentRoute: () => app,
  path: "/return-visits",
  component: lazyRouteComponent(adminPages, "ReturnVisitsPage"),
});

const grantReviews = createRoute({
  getParentRoute: () => app,
  path: "/grant-reviews",
  component: lazyRouteComponent(adminPages, "ReviewPage"),
});

/** Retention and legal holds; matters that are opened to somebody for a while: the keepers of data and of the audit, too. */
const holds = createRoute({
  getParentRoute: () => app,
  path: "/holds",
  component: lazyRouteComponent(deskPages, "HoldsPage"),
});
const glass = createRoute({
  getParentRoute: () => app,
  path: "/glass",
  component: lazyRouteComponent(deskPages, "GlassPage"),
});
const unusual = createRoute({
  getParentRoute: () => app,
  path: "/unusual-looks",
  component: lazyRouteComponent(deskPages, "UnusualPage"),
});
/** The inspectorate's sample of unmasked views, and the auditor's redraw. */
const lookSamples = createRoute({
  getParentRoute: () => app,
  path: "/look-samples",
  component: lazyRouteComponent(deskPages, "LookSamplesPage"),
});
const register = createRoute({
  getParentRoute: () => app,
  path: "/data-register",
  component: lazyRouteComponent(deskPages, "RegisterPage"),
});

/** Pages of the administrators. */
export const administrationRoutes = [
  setup,
  adminUnits,
  adminAccounts,
  adminAccount,
  adminServices,
  adminService,
  adminWebhook,
  adminGrants,
  adminRules,
  adminCalendar,
  adminModules,
  adminStatus,
  returnVisits,
  grantReviews,
  holds,
  glass,
  unusual,
  lookSamples,
  register,
] as const;
