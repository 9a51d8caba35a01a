import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { app } from "#web/routes/app.ts";

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

/** The desk of the hotline 12345. */
export const hotlineRoutes = [tickets, ticketEntry, ticketReplies, ticketRates] as const;
