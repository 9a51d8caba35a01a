import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { CrashPage, LoadingPage, NotFoundPage, RootPage } from "#web/root-page.tsx";
import { AppShell } from "#web/shell.tsx";

interface RouterContext {
  queries: QueryClient;
}

/** What stands behind `?` in an address: anybody may have written it, so a page reads each part with care. */
const anySearch = (search: Record<string, unknown>): Record<string, unknown> => search;

const root = createRootRouteWithContext<RouterContext>()({ component: RootPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/sign-in/sign-in-page.tsx"), "SignInPage"),
});

/** Everything for people who are signed in. */
const app = createRoute({ getParentRoute: () => root, id: "app", component: AppShell });

const home = createRoute({
  getParentRoute: () => app,
  path: "/",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/home/home-page.tsx"), "HomePage"),
});
const ask = createRoute({
  getParentRoute: () => app,
  path: "/ask",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/home/ask-page.tsx"), "AskPage"),
});
const askSent = createRoute({
  getParentRoute: () => app,
  path: "/ask/sent/$id",
  component: lazyRouteComponent(() => import("#web/home/receipt-page.tsx"), "ReceiptPage"),
});
const matters = createRoute({
  getParentRoute: () => app,
  path: "/matters",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/home/matters-page.tsx"), "MattersPage"),
});
const matter = createRoute({
  getParentRoute: () => app,
  path: "/matters/$id",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/matter/matter-page.tsx"), "MatterPage"),
});
const projects = createRoute({
  getParentRoute: () => app,
  path: "/projects",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/home/projects-page.tsx"), "ProjectsPage"),
});
const project = createRoute({
  getParentRoute: () => app,
  path: "/projects/$id",
  component: lazyRouteComponent(() => import("#web/home/project-page.tsx"), "ProjectPage"),
});
const enterprise = createRoute({
  getParentRoute: () => app,
  path: "/enterprises/$id",
  component: lazyRouteComponent(() => import("#web/home/enterprise-page.tsx"), "EnterprisePage"),
});
const me = createRoute({
  getParentRoute: () => app,
  path: "/me",
  component: lazyRouteComponent(() => import("#web/home/me-page.tsx"), "MePage"),
});

const tree = root.addChildren([
  signIn,
  app.addChildren([home, ask, askSent, matters, matter, projects, project, enterprise, me]),
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
