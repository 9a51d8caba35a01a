import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

/** Where a code on paper leads somebody of the staff. */
export const staffAccessRoute = <Parent extends AnyRoute>(getParentRoute: () => Parent) =>
  createRoute({
    getParentRoute,
    path: "/staff-access",
    component: lazyRouteComponent(() => import("#web/administration/staff-access-page.tsx"), "StaffAccessPage"),
  });

/** Where a one-time link of the command-line tool leads. */
export const adminAccessRoute = <Parent extends AnyRoute>(getParentRoute: () => Parent) =>
  createRoute({
    getParentRoute,
    path: "/admin-access",
    component: lazyRouteComponent(() => import("#web/installation/admin-access-page.tsx"), "AdminAccessPage"),
  });

/** An administrator's first steps. */
export const setupRoute = <Parent extends AnyRoute>(getParentRoute: () => Parent) =>
  createRoute({
    getParentRoute,
    path: "/setup",
    component: lazyRouteComponent(() => import("#web/installation/setup-page.tsx"), "SetupPage"),
  });
