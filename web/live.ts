import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { matterOf, type PlatformEvent } from "#kernel/event.ts";
import { call } from "#web/call.ts";
import type { OperationId } from "#web/operations.ts";
import {
  type LiveMessage,
  type LiveWorld,
  shareStream,
  type Stream,
  type StreamListener,
  type StreamState,
} from "#web/live-leader.ts";

export type Connection = "live" | "reconnecting" | "offline";

const name = "huhang-live";
const retryMs = [1_000, 2_000, 5_000, 10_000];
/** Answers that say who is responsible. */
const staffing = new Set<string>([
  "project.list",
  "project.get",
  "project.responsible",
  "assignment.list",
  "assignment.proposals",
  "account.leavers",
  "staffing.list",
  "staffing.gaps",
  "handover.list",
  "handover.get",
] satisfies OperationId[]);
/**
 * Answers that change while somebody looks at them; the rest (the calendar) is read once. Who I am is among them: with other
 * relations the navigation leads elsewhere, as to a matter that is opened for a while.
 */
const changing = new Set<string>([
  "session.me",
  "matter.list",
  "matter.count",
  "ticket.list",
  "matter.get",
  "matter.readers",
  "myData.get",
  "project.list",
  "project.get",
  "project.board",
  "project.checklist",
  "project.timeline",
  "notice.list",
  "notice.count",
  "import.list",
  "import.preview",
  "import.progress",
] satisfies OperationId[]);
/** Answers that any matter may change. */
const anyMatter = new Set<string>(["matter.list", "matter.count", "ticket.list", "myData.get"] satisfies OperationId[]);
let connection: Connection = "live";
const watchers = new Set<() => void>();

/** Whether what is on the screen keeps itself up to date. */
export function useConnection(): Connection {
  return useSyncExternalStore((notify) => {
    watchers.add(notify);
    return () => watchers.delete(notify);
  }, connectionNow);
}

/** The same for whoever is not drawn. */
export function connectionNow(): Connection {
  return connection;
}

/** Listens to the platform's events until `stop`; answers that an event touches are read anew. */
export function startLive(queries: QueryClient, onEnded: () => void): { stop(): void } {
  // How the stream is, whatever the browser says of the network: that may be told later, or not hold for the stream.
  let known: StreamState = "live";
  const show = () => setConnection(navigator.onLine ? known : "offline");
  const listener: StreamListener = {
    onEvent(event, data) {
      if (event === "ended") onEnded();
      else if (event === "resync") resync(queries);
      else void queries.invalidateQueries({ predicate: ({ queryKey }) => touches(JSON.parse(data), queryKey) });
    },
    onState(state) {
      known = state;
      show();
    },
  };
  const shared = shareStream(browserWorld(), listener);
  const online = () => {
    show();
    // A stream that outlived the gap would say nothing more of itself, and one that did not may not know it yet.
    shared.renew();
  };
  window.addEventListener("offline", show);
  window.addEventListener("online", online);
  return {
    stop() {
      shared.stop();
      window.removeEventListener("offline", show);
      window.removeEventListener("online", online);
      setConnection("live");
    },
  };
}

/** Whether an answer may have changed by an event: lists by any matter, records by their own. */
export function touches(event: PlatformEvent, queryKey: readonly unknown[]): boolean {
  const [operation, input] = queryKey;
  if (operation === "notice.list" || operation === "notice.count") return event.name === "noticesChanged";
  if ("batch" in event) return touchesImport(event, operation, input);
  if ("project" in event) return staffing.has(String(operation));
  if (anyMatter.has(String(operation))) return matterOf(event) !== null;
  if (operation !== "matter.get" && operation !== "matter.readers") return false;
  return typeof input === "object" && input !== null && "id" in input && Number(input.id) === matterOf(event);
}

/** How far a list is, is told often; what stands in it is read anew only when it has come to another state. */
function touchesImport(event: { name: string; batch: number }, operation: unknown, input: unknown): boolean {
  const own = typeof input === "object" && input !== null && "id" in input && Number(input.id) === event.batch;
  if (operation === "import.progress") return own;
  if (event.name === "importProgressed") return false;
  return operation === "import.list" || (operation === "import.preview" && own);
}

/** Reads anew whatever events could have changed since it was read. What is being read just now is new enough. */
function resync(queries: QueryClient): void {
  const since = Date.now();
  void queries.invalidateQueries({
    predicate: ({ queryKey, state }) =>
      state.fetchStatus === "idle" && state.dataUpdatedAt < since && changing.has(String(queryKey[0])),
  });
}

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const notify of watchers) notify();
}

function browserWorld(): LiveWorld {
  const radio = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(name);
  return {
    // Locks exist on secure origins only; elsewhere every tab reads a stream of its own.
    whenLeader: async (lead, signal) => {
      if (radio === undefined || navigator.locks === undefined) return lead();
      await navigator.locks.request(name, { signal }, lead);
    },
    channel: {
      post: (message) => {
        if (navigator.locks !== undefined) radio?.postMessage(message);
      },
      listen: (hear) => {
        const onMessage = (event: MessageEvent<LiveMessage>) => hear(event.data);
        radio?.addEventListener("message", onMessage);
        return () => {
          radio?.removeEventListener("message", onMessage);
          radio?.close();
        };
      },
    },
    open: openStream,
  };
}

/**
 * The browser reconnects a cut stream by itself and names the last event it heard. It gives up when the server answers
 * with an error; then the session is asked for (a lost one leads to the sign-in page) and the stream opened again.
 */
function openStream(listener: StreamListener): Stream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const open = () => {
    const mine = new EventSource("/api/events");
    source = mine;
    mine.addEventListener("open", () => {
      if (source !== mine) return;
      failures = 0;
      listener.onState("live");
    });
    for (const event of ["changed", "resync", "ended"] as const) {
      mine.addEventListener(event, (message) => {
        if (source === mine) listener.onEvent(event, String(message.data));
      });
    }
    const onError = () => {
      if (source !== mine) return;
      listener.onState("reconnecting");
      if (mine.readyState !== EventSource.CLOSED) return;
      const pause = retryMs[Math.min(failures++, retryMs.length - 1)];
      timer = setTimeout(() => {
        // Asking for the session may outlast this stream: another was opened meanwhile, or the page is left.
        call("session.me", {}).then(() => {
          if (source === mine) open();
        }, onError);
      }, pause);
    };
    mine.addEventListener("error", onError);
  };
  const leave = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  open();
  return {
    renew() {
      leave();
      failures = 0;
      listener.onState("reconnecting");
      open();
    },
    close: leave,
  };
}
