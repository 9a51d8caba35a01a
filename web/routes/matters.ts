import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { call, keyOf } from "#web/call.ts";
import { HomePage } from "#web/home/home-page.tsx";
import { MattersPage } from "#web/work/matters-page.tsx";
import { app } from "#web/routes/app.ts";
import { anySearch } from "#web/routes/search.ts";

const pages = () => import("#web/pages.ts");
const deskPages = () => import("#web/desk-pages.ts");

/** The first pages stand in the first script: what somebody opens the platform with waits for no other. */
const home = createRoute({
  getParentRoute: () => app,
  path: "/",
  validateSearch: anySearch,
  component: HomePage,
});

const ask = createRoute({
  getParentRoute: () => app,
  path: "/ask",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "AskPage"),
});

const askSent = createRoute({
  getParentRoute: () => app,
  path: "/ask/sent/$id",
  component: lazyRouteComponent(pages, "ReceiptPage"),
});

/** In a script of its own: hardly anybody opens it. */
const complain = createRoute({
  getParentRoute: () => app,
  path: "/complain",
  component: lazyRouteComponent(() => import("#web/conduct/complaint-page.tsx"), "ComplaintPage"),
});

const matters = createRoute({
  getParentRoute: () => app,
  path: "/matters",
  validateSearch: anySearch,
  component: MattersPage,
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

const search = createRoute({
  getParentRoute: () => app,
  path: "/search",
  validateSearch: anySearch,
  component: lazyRouteComponent(pages, "SearchPage"),
});

/** What firms ask and what is done about it: the first page, questions, matters, notes, the search. */
export const matterRoutes = [home, ask, askSent, complain, matters, matter, note, search] as const;
