import "#web/ui/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { call, CallError, keyOf, onSignedOut } from "#web/call.ts";
import { readFirstAnswer } from "#web/first-answer.ts";
import { defaultLocale, findChosenLocale, setLocale } from "#web/i18n/index.ts";
import { forgetPersons, storeOf } from "#web/kept.ts";
import { createAppRouter } from "#web/router.ts";
import { learnServerTime } from "#web/server-time.ts";
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

function leadToSignIn(why: string | undefined): Promise<void> {
  const { href } = router.state.location;
  const search = { ...(href !== "/" && { back: href }), ...(why && { why }) };
  return router.navigate({ to: "/sign-in", search, replace: true });
}

onSignedOut((reason) => {
  if (isOpen(router.state.location.pathname)) return;
  // Somebody who has not signed in yet is not told that it ended.
  const ended = queries.getQueryData(keyOf("session.me", {})) === undefined ? undefined : "ended";
  queries.clear();
  void leadToSignIn(reason ?? ended).then(() => forgetPersons({ tabOnly: true }));
});

applyTheme(document.documentElement);
sweepDrafts(storeOf("draft"), Date.now());

const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no root");
const sent = readFirstAnswer(document);
if (sent !== undefined) {
  queries.setQueryData(keyOf(sent.id, {}), sent.answer);
  learnServerTime(sent.answer);
}
const needsMe = !isOpen(window.location.pathname);
if (sent?.id === "demo.personas" && needsMe) {
  void leadToSignIn(sent.why).then(() => forgetPersons({ tabOnly: true }));
} else {
  // What was not sent along travels together with the page's script and the texts.
  const first = needsMe ? "session.me" : "demo.personas";
  void queries.prefetchQuery({ queryKey: keyOf(first, {}), queryFn: () => call(first, {}) });
  void router.load();
}
const own = sent?.id === "session.me" ? sent.answer.locale : defaultLocale;
// No await at this level: the texts share a part with this script, and would wait for it while it waits for them.
void setLocale(findChosenLocale() ?? own).then(() => {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
});
