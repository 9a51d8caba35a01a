import { useQueryClient } from "@tanstack/react-query";
import { lazyRouteComponent, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { call, CallError, useOperation } from "#web/call.ts";
import { FetchAhead } from "#web/fetch-ahead.tsx";
import { useWorkCount } from "#web/work/use-work-count.ts";
import { findChosenLocale, setLocale, useWords } from "#web/i18n/index.ts";
import { forgetPersons } from "#web/kept.ts";
import { startLive } from "#web/live.ts";
import { hasMatters, navItems, noticeItem, sideName } from "#web/nav.ts";
import { PrivacyStrip } from "#web/my-data/privacy-strip.tsx";
import { Bell } from "#web/notices/bell.tsx";
import { useUnread } from "#web/notices/use-unread.ts";
import { useSearchKey } from "#web/search/use-search-key.ts";
import { type Me, SessionProvider } from "#web/session.tsx";
import { ProofSheet } from "#web/sign-in/proof-sheet.tsx";
import { addressOf } from "#web/sign-in/return-address.ts";
import { Frame } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { SignOut } from "#web/ui/sign-out.tsx";
import { Toasts } from "#web/ui/toast.tsx";
import { useWide } from "#web/ui/use-wide.ts";

/** Hardly ever opened: in a script of its own. */
const SetUpPage = lazyRouteComponent(() => import("#web/sign-in/secure-pages.ts"), "SetUpPage");

/** Who is signed in, the frame around his pages, and the stream of events while he stays. */
export function AppShell() {
  const me = useOperation("session.me", {}, { staleTime: Number.POSITIVE_INFINITY });
  const page = (
    <PageState query={me}>
      {(known) => (
        <SessionProvider me={known}>
          <ProofSheet />
          {known.limit === null ? <SignedIn me={known} /> : <SetUpPage limit={known.limit} />}
        </SessionProvider>
      )}
    </PageState>
  );
  // Until it is known whose frame it is, what is waited for or went wrong is the page.
  return me.data === undefined ? <main>{page}</main> : page;
}

function SignedIn({ me }: { me: Me }) {
  const words = useWords();
  const wide = useWide();
  const queries = useQueryClient();
  const navigate = useNavigate();
  useFocusAfterMove();

  useEffect(() => {
    if (findChosenLocale() === undefined) void setLocale(me.locale);
  }, [me.locale]);

  useEffect(() => {
    const leave = () => {
      queries.clear();
      void navigate({ to: "/sign-in", search: { why: "ended", back: addressOf(window.location) } }).then(() =>
        forgetPersons({ tabOnly: true }),
      );
    };
    // Asked once more, the server says why, and that is told on the sign-in page.
    const live = startLive(queries, () => {
      void call("session.me", {}).then(leave, (error: unknown) => {
        if (!(error instanceof CallError && error.code === "not-signed-in")) leave();
      });
    });
    return () => live.stop();
  }, [queries, navigate, me.accountId]);

  useSearchKey(hasMatters(me));
  const waiting = useWorkCount(hasMatters(me));
  const unread = useUnread();
  return (
    <>
      <Frame
        wide={wide}
        items={wide ? [...navItems(words, me, waiting), noticeItem(words, unread)] : navItems(words, me, waiting)}
        side={sideName(words, me)}
        demo={me.demo}
        who={<WhoAmI me={me} />}
        bell={<Bell unread={unread} />}
        urgent={me.kind === "member"}
        search={hasMatters(me)}
      >
        <PrivacyStrip />
        <Outlet />
      </Frame>
      <Toasts />
      <FetchAhead />
    </>
  );
}

function WhoAmI({ me }: { me: Me }) {
  return (
    <div>
      <p>
        <strong>{me.dutyName}</strong>
      </p>
      <p>{me.unit?.name ?? me.enterprise?.name}</p>
      <SignOut look="quiet" />
    </div>
  );
}

/** After a move to another page the keyboard and the screen reader begin at its content. */
function useFocusAfterMove(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    document.querySelector<HTMLElement>("#content")?.focus({ preventScroll: true });
  }, [path]);
}
