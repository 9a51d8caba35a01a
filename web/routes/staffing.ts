import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";

const deskPages = () => import("#web/desk-pages.ts");

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

/** Who is responsible for what, and from when. */
export const staffingRoutes = [staffing, leavers, projectPeople, delegations, absences, handovers, handover] as const;
