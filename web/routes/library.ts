import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";

const libraryPages = () => import("#web/library-pages.ts");

const policies = createRoute({
  getParentRoute: () => app,
  path: "/policies",
  component: lazyRouteComponent(libraryPages, "PoliciesPage"),
});

const policySet = createRoute({
  getParentRoute: () => app,
  path: "/policies/$id",
  component: lazyRouteComponent(libraryPages, "PolicySetPage"),
});

const templates = createRoute({
  getParentRoute: () => app,
  path: "/templates",
  component: lazyRouteComponent(libraryPages, "TemplatesPage"),
});

/** Measures and templates. */
export const libraryRoutes = [policies, policySet, templates] as const;
