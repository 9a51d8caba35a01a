import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { call, keyOf } from "#web/call.ts";
import { CrashPage, LoadingPage, NotFoundPage } from "#web/root-page.tsx";
import { root } from "#web/root-route.ts";
import { adminAccessRoute, setupRoute, staffAccessRoute } from "#web/installation/routes.tsx";
import { AppShell } from "#web/shell.tsx";

/** What stands behind `?` in an address: anybody may have written it, so a page reads each part with care. */
const anySearch = (search: Record<string, unknown>): Record<string, unknown> => search;

const pages = () => import("#web/pages.ts");
/** Pages of police desks only. */
const deskPages = () => import("#web/desk-pages.ts");

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: anySearch,
  // Asked for beside the page's script, not after it: over a long line each wait is felt.
  loader: ({ context }) => {
    void context.queries.prefetchQuery({
      queryKey: keyOf("demo.personas", {}),
      queryFn: ({ signal }) => call("demo.personas", {}, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    });
  },
  component: lazyRouteComponent(() => import("#web/sign-in/sign-in-page.tsx"), "SignInPage"),
});

const firstAccess = createRoute({
  getParentRoute: () => root,
  path: "/first-access",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/members/first-access-page.tsx"), "FirstAccessPage"),
});

/** Everything for people who are signed in. */
const app = createRoute({ getParentRoute: () => root, id: "app", component: AppShell });

const home = createRoute({
  getParentRoute: () => app,
  path: "/",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "HomePage"),
});
const ask = createRoute({
  getParentRoute: () => app,
  path: "/ask",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "AskPage"),
});
/** In a script of its own: hardly anybody opens it. */
const complain = createRoute({
  getParentRoute: () => app,
  path: "/complain",
  component: lazyRouteComponent(() => import("#web/conduct/complaint-page.tsx"), "ComplaintPage"),
});
const askSent = createRoute({
  getParentRoute: () => app,
  path: "/ask/sent/$id",
  component: lazyRouteComponent(pages, "ReceiptPage"),
});
const matters = createRoute({
  getParentRoute: () => app,
  path: "/matters",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "MattersPage"),
});
const matter = createRoute({
  getParentRoute: () => app,
  path: "/matters/$id",
  validateSearch: anySearch,
  // Asked for beside the session, not after it; never for a finger that only nears a link, because a look is logged.
  loader: ({ context, params, preload }) => {
    const input = { id: Number(params.id) };
    if (preload || !Number.isSafeInteger(input.id)) return;
    void context.queries.prefetchQuery({
      queryKey: keyOf("matter.get", input),
      queryFn: ({ signal }) => call("matter.get", input, { signal }),
    });
  },
  component: lazyRouteComponent(pages, "MatterPage"),
});
const note = createRoute({
  getParentRoute: () => app,
  path: "/note",
  component: lazyRouteComponent(deskPages, "NotePage"),
});
const projects = createRoute({
  getParentRoute: () => app,
  path: "/projects",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "ProjectsPage"),
});
const project = createRoute({
  getParentRoute: () => app,
  path: "/projects/$id",
  component: lazyRouteComponent(pages, "ProjectPage"),
});
const projectLists = createRoute({
  getParentRoute: () => app,
  path: "/projects/$id/lists",
  component: lazyRouteComponent(deskPages, "SixListsPage"),
});
const board = createRoute({
  getParentRoute: () => app,
  path: "/board",
  validateSearch: anySearch,
  component: lazyRouteComponent(deskPages, "BoardPage"),
});
const enterprise = createRoute({
  getParentRoute: () => app,
  path: "/enterprises/$id",
  component: lazyRouteComponent(pages, "EnterprisePage"),
});
const notices = createRoute({
  getParentRoute: () => app,
  path: "/notices",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "NoticesPage"),
});
const library = () => import("#web/library-pages.ts");
const policies = createRoute({
  getParentRoute: () => app,
  path: "/policies",
  component: lazyRouteComponent(library, "PoliciesPage"),
});
const policySet = createRoute({
  getParentRoute: () => app,
  path: "/policies/$id",
  component: lazyRouteComponent(library, "PolicySetPage"),
});
const templates = createRoute({
  getParentRoute: () => app,
  path: "/templates",
  component: lazyRouteComponent(library, "TemplatesPage"),
});
const search = createRoute({
  getParentRoute: () => app,
  path: "/search",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "SearchPage"),
});
const month = createRoute({
  getParentRoute: () => app,
  path: "/month/$month",
  validateSearch: anySearch,
  component: lazyRouteComponent(deskPages, "MonthPage"),
});
/** Without a month in the address: the last one that is over. */
const lastMonth = createRoute({
  getParentRoute: () => app,
  path: "/month",
  validateSearch: anySearch,
  component: lazyRouteComponent(deskPages, "MonthPage"),
});
const staffing = createRoute({
  getParentRoute: () => app,
  path: "/staffing",
  component: lazyRouteComponent(deskPages, "StaffingPage"),
});
const leavers = createRoute({
  getParentRoute: () => app,
  path: "/staffing/leavers",
  component: lazyRouteComponent(deskPages, "LeaversPage"),
});
const projectPeople = createRoute({
  getParentRoute: () => app,
  path: "/projects/$id/people",
  component: lazyRouteComponent(deskPages, "ProjectPeoplePage"),
});
const delegations = createRoute({
  getParentRoute: () => app,
  path: "/delegations",
  component: lazyRouteComponent(deskPages, "DelegationsPage"),
});
const absences = createRoute({
  getParentRoute: () => app,
  path: "/absences",
  component: lazyRouteComponent(deskPages, "AbsencesPage"),
});
const handovers = createRoute({
  getParentRoute: () => app,
  path: "/handovers",
  component: lazyRouteComponent(deskPages, "HandoversPage"),
});
const handover = createRoute({
  getParentRoute: () => app,
  path: "/handovers/$id",
  component: lazyRouteComponent(deskPages, "HandoverPage"),
});
const imports = createRoute({
  getParentRoute: () => app,
  path: "/imports",
  validateSearch: anySearch,
  component: lazyRouteComponent(deskPages, "ImportsPage"),
});
const oneImport = createRoute({
  getParentRoute: () => app,
  path: "/imports/$id",
  component: lazyRouteComponent(deskPages, "ImportPage"),
});
const hotlinePages = () => import("#web/hotline-pages.ts");
const tickets = createRoute({
  getParentRoute: () => app,
  path: "/hotline",
  component: lazyRouteComponent(hotlinePages, "TicketsPage"),
});
const ticketEntry = createRoute({
  getParentRoute: () => app,
  path: "/hotline/new",
  component: lazyRouteComponent(hotlinePages, "TicketEntryPage"),
});
const ticketReplies = createRoute({
  getParentRoute: () => app,
  path: "/hotline/replies",
  component: lazyRouteComponent(hotlinePages, "RepliesPage"),
});
const ticketRates = createRoute({
  getParentRoute: () => app,
  path: "/hotline/rates",
  component: lazyRouteComponent(hotlinePages, "RatesPage"),
});
const card = createRoute({
  getParentRoute: () => app,
  path: "/enterprises/$id/card",
  component: lazyRouteComponent(deskPages, "CardPage"),
});
const plan = createRoute({
  getParentRoute: () => app,
  path: "/projects/$id/plan",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "PlanPage"),
});
const plans = createRoute({
  getParentRoute: () => app,
  path: "/plans",
  component: lazyRouteComponent(deskPages, "PlansPage"),
});
const myDataPages = () => import("#web/my-data/pages.ts");
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
  path: "/privacy",
  component: lazyRouteComponent(myDataPages, "PrivacyPage"),
});
/** Pages of the administrators, in a script of their own. */
const adminPages = () => import("#web/admin-pages.ts");
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
const grantReviews = createRoute({
  getParentRoute: () => app,
  path: "/grant-reviews",
  component: lazyRouteComponent(adminPages, "ReviewPage"),
});
const members = createRoute({
  getParentRoute: () => app,
  path: "/members",
  component: lazyRouteComponent(pages, "MembersPage"),
});
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

const tree = root.addChildren([
  signIn,
  firstAccess,
  staffAccessRoute(() => root),
  adminAccessRoute(() => root),
  app.addChildren([
    setupRoute(() => app),
    home,
    adminUnits,
    adminAccounts,
    adminAccount,
    adminGrants,
    adminRules,
    adminCalendar,
    adminModules,
    adminStatus,
    grantReviews,
    staffing,
    leavers,
    projectPeople,
    delegations,
    absences,
    handovers,
    handover,
    ask,
    askSent,
    complain,
    matters,
    matter,
    note,
    projects,
    project,
    projectLists,
    board,
    enterprise,
    notices,
    search,
    month,
    lastMonth,
    policies,
    policySet,
    templates,
    imports,
    oneImport,
    tickets,
    ticketEntry,
    ticketReplies,
    ticketRates,
    card,
    members,
    myData,
    dataCopy,
    privacy,
    plan,
    plans,
    me,
    security,
  ]),
]);

/** The pages and their addresses. Each page is loaded when it is first opened, or when a finger nears its link. */
export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultPendingComponent: LoadingPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: CrashPage,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
