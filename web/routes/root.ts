import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext } from "@tanstack/react-router";
import { RootPage } from "#web/root-page.tsx";

interface RouterContext {
  queries: QueryClient;
}

/** Above all addresses; what pages ask for before they are shown goes through its `queries`. */
export const root = createRootRouteWithContext<RouterContext>()({ component: RootPage });
