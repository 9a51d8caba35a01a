import type { ServerResponse } from "node:http";

/** What a listener can be told; `ended` is the last word: whoever was listening has lost the right to it. */
export type LiveEvent = "changed" | "resync" | "ended";

/** One open stream of server-sent events. Writing to a closed one does nothing. */
export interface Stream {
  write(text: string): void;
  /** Says the last words and closes; a client that does not read them is cut off after a second. */
  end(text: string): void;
  /** Settles when it is closed, whoever closed it. */
  readonly closed: Promise<void>;
}

/** A client that leaves more than this unread is cut off: it comes back and reads anew. */
const unreadLimit = 64 * 1024;

/** Time in milliseconds after which a browser comes back by itself. */
const retryMs = 3_000;
const lastWordsMs = 1_000;

/**
 * Begins the answer. The first id makes every return name a last event, also when none was heard, so that a gap is
 * never taken for a first visit.
 */
export function openStream(response: ServerResponse): Stream {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-content-type-options": "nosniff",
    // A proxy that collects the answer before passing it on would keep the events back.
    "x-accel-buffering": "no",
  });
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  response.once("close", resolve);
  // A broken connection is told by `close`; without a listener the error would end the process.
  response.on("error", () => undefined);
  const isOver = () => response.writableEnded || response.destroyed;
  const stream: Stream = {
    write(text) {
      if (isOver()) return;
      response.write(text);
      if (response.writableLength > unreadLimit) response.destroy();
    },
    end(text) {
      if (isOver()) return;
      response.end(text);
      const late = setTimeout(() => response.destroy(), lastWordsMs);
      response.once("close", () => clearTimeout(late));
    },
    closed,
  };
  stream.write(`retry: ${retryMs}\nid: 0\n\n`);
  return stream;
}

/** An event as it goes over the line; rendered once for all who hear it. `data` is JSON without line breaks. */
export function renderEvent(event: LiveEvent, data: string, id?: number): string {
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`;
}

/** Keeps proxies from closing a quiet connection. */
export const heartbeat = ":\n\n";

/** Last words of a server that is going away: come back in this time, not all at once. */
export function renderFarewell(): string {
  return `retry: ${1_000 + Math.round(Math.random() * 3_000)}\n\n`;
}
