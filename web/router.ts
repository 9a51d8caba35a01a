import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { CrashPage, LoadingPage, NotFoundPage } from "#web/root-page.tsx";
import { administrationRoutes } from "#web/routes/administration.ts";
import { app } from "#web/routes/app.ts";
import { doorRoutes } from "#web/routes/doors.ts";
import { hotlineRoutes } from "#web/routes/hotline.ts";
import { libraryRoutes } from "#web/routes/library.ts";
import { matterRoutes } from "#web/routes/matters.ts";
import { monthRoutes } from "#web/routes/month.ts";
import { ownRoutes } from "#web/routes/own.ts";
import { projectRoutes } from "#web/routes/projects.ts";
import { root } from "#web/routes/root.ts";
import { staffingRoutes } from "#web/routes/staffing.ts";

const tree = root.addChildren([
  ...doorRoutes,
  app.addChildren([
    ...matterRoutes,
    ...projectRoutes,
    ...staffingRoutes,
    ...monthRoutes,
    ...libraryRoutes,
    ...hotlineRoutes,
    ...administrationRoutes,
    ...ownRoutes,
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
