import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { call, keyOf } from "#web/call.ts";
import { root } from "#web/routes/root.ts";
import { anySearch } from "#web/routes/search.ts";
import { SignInPage } from "#web/sign-in/sign-in-page.tsx";

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: anySearch,
  // Asked for beside the page's script, not after it: over a long line each wait is felt.
  loader: ({ context }) => {
    void context.queries.prefetchQuery({
      queryKey: keyOf("demo.personas", {}),
      queryFn: ({ signal }) => call("demo.personas", {}, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    });
  },
  component: SignInPage,
});

/** Where a code on paper leads somebody of a firm. */
const firstAccess = createRoute({
  getParentRoute: () => root,
  path: "/first-access",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/members/first-access-page.tsx"), "FirstAccessPage"),
});

/** Where a code on paper leads somebody of the staff. */
const staffAccess = createRoute({
  getParentRoute: () => root,
  path: "/staff-access",
  component: lazyRouteComponent(() => import("#web/administration/staff-access-page.tsx"), "StaffAccessPage"),
});

/** Where a one-time link of the command-line tool leads. */
const adminAccess = createRoute({
  getParentRoute: () => root,
  path: "/admin-access",
  component: lazyRouteComponent(() => import("#web/installation/admin-access-page.tsx"), "AdminAccessPage"),
});

/** Where a recovery code on paper leads. */
const recover = createRoute({
  getParentRoute: () => root,
  path: "/recover",
  validateSearch: anySearch,
  component: lazyRouteComponent(() => import("#web/recovery/recover-page.tsx"), "RecoverPage"),
});

/** Where an identity provider sends the browser back to. */
const identityReturn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/return/$provider",
  component: lazyRouteComponent(() => import("#web/sign-in/identity-return-page.tsx"), "IdentityReturnPage"),
});

/** What is everybody's to know (GR-22): a script of its own, opened now and then. */
const openness = createRoute({
  getParentRoute: () => root,
  path: "/openness",
  component: lazyRouteComponent(() => import("#web/openness/openness-page.tsx"), "OpennessPage"),
});

/** Told before anything is processed (PIPL §17). */
const privacy = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  component: lazyRouteComponent(() => import("#web/my-data/open-privacy-page.tsx"), "OpenPrivacyPage"),
});

/** Pages for whoever has not signed in. */
export const doorRoutes = [
  signIn,
  firstAccess,
  staffAccess,
  adminAccess,
  recover,
  identityReturn,
  openness,
  privacy,
] as const;
