import "#web/ui/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { call, CallError, keyOf, onSignedOut } from "#web/call.ts";
import { defaultLocale, findChosenLocale, setLocale } from "#web/i18n/index.ts";
import { forgetPersons, storeOf } from "#web/kept.ts";
import { createAppRouter } from "#web/router.ts";
import { sweepDrafts } from "#web/ui/draft-store.ts";
import { applyTheme } from "#web/ui/theme.ts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say when something changed, and every read of a record is written down: nothing is read for habit.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // A page that cannot load says so at once instead of waiting for the network.
      networkMode: "always",
      retry: (failures, error) =>
        failures < 2 && error instanceof CallError && ["network", "unavailable"].includes(error.code),
      retryDelay: (failures) => 400 * 3 ** failures,
    },
    mutations: { networkMode: "always" },
  },
});

const router = createAppRouter(queries);

/** Pages for whoever has not signed in: nobody is led away from them. */
const openPages = ["/sign-in", "/first-access", "/staff-access", "/admin-access", "/recover", "/openness", "/privacy"];
const isOpen = (pathname: string) => openPages.includes(pathname) || pathname.startsWith("/sign-in/return/");

onSignedOut((reason) => {
  const { pathname, href } = router.state.location;
  if (isOpen(pathname)) return;
  // Somebody who has not signed in yet is not told that it ended.
  const ended = queries.getQueryData(keyOf("session.me", {})) === undefined ? undefined : "ended";
  const why = reason ?? ended;
  queries.clear();
  const search = { ...(href !== "/" && { back: href }), ...(why && { why }) };
  void router.navigate({ to: "/sign-in", search, replace: true }).then(() => forgetPersons({ tabOnly: true }));
});

applyTheme(document.documentElement);
sweepDrafts(storeOf("draft"), Date.now());

const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no root");
// Who it is (or could be), the page's script and the texts travel together.
const first = isOpen(window.location.pathname) ? "demo.personas" : "session.me";
void queries.prefetchQuery({ queryKey: keyOf(first, {}), queryFn: () => call(first, {}) });
void router.load();
await setLocale(findChosenLocale() ?? defaultLocale);
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
