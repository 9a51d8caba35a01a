import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";
import { anySearch } from "#web/routes/search.ts";

const pages = () => import("#web/pages.ts");
const deskPages = () => import("#web/desk-pages.ts");

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

const enterprise = createRoute({
  getParentRoute: () => app,
  path: "/enterprises/$id",
  component: lazyRouteComponent(pages, "EnterprisePage"),
});

const card = createRoute({
  getParentRoute: () => app,
  path: "/enterprises/$id/card",
  component: lazyRouteComponent(deskPages, "CardPage"),
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

/** Projects, their firms, boards, plans and lists from workbooks. */
export const projectRoutes = [
  projects,
  project,
  projectLists,
  board,
  plan,
  plans,
  enterprise,
  card,
  imports,
  oneImport,
] as const;
