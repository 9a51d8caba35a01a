import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";
import { anySearch } from "#web/routes/search.ts";

const deskPages = () => import("#web/desk-pages.ts");

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

/** The figures of a month. */
export const monthRoutes = [month, lastMonth] as const;
