import { type IncomingMessage, request } from "node:http";

/** One event as it came over the line. */
export interface Heard {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A client of the event stream, as plain as a browser's. */
export interface EventStream {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Everything that came so far, in order. */
  readonly heard: readonly Heard[];
  /** The last `retry:` in milliseconds. */
  readonly retry: () => number | undefined;
  /** The next event not yet taken; rejects when the stream ends before it. */
  next(): Promise<Heard>;
  /** Settles when the server has closed the stream. */
  readonly closed: Promise<void>;
  close(): void;
}

export interface EventStreamOptions {
  readonly cookie?: string;
  readonly lastEventId?: string;
}

/** Opens a stream; resolves with the head of the answer, also of a refusal (its body is not kept). */
export function openEvents(url: string, options: EventStreamOptions = {}): Promise<EventStream> {
  const { promise, resolve, reject } = Promise.withResolvers<EventStream>();
  const asking = request(url, {
    agent: false,
    headers: {
      accept: "text/event-stream",
      ...(options.cookie !== undefined && { cookie: options.cookie }),
      ...(options.lastEventId !== undefined && { "last-event-id": options.lastEventId }),
    },
  });
  asking.once("error", reject);
  asking.once("response", (answer) => resolve(listen(answer, () => asking.destroy())));
  asking.end();
  return promise;
}

function listen(answer: IncomingMessage, close: () => void): EventStream {
  const heard: Heard[] = [];
  const waiting: PromiseWithResolvers<Heard>[] = [];
  const over = Promise.withResolvers<void>();
  let taken = 0;
  let retry: number | undefined;
  let isOver = false;
  let rest = "";
  answer.setEncoding("utf8");
  answer.on("data", (text: string) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(
        block.split("\n").map((line) => {
          const at = line.indexOf(":");
          return [line.slice(0, at), line.slice(at + 1).trimStart()] as const;
        }),
      );
      if (fields.has("retry")) retry = Number(fields.get("retry"));
      const event = fields.get("event");
      if (event === undefined) continue;
      const one = { event, id: fields.get("id"), data: JSON.parse(fields.get("data") ?? "null") as unknown };
      heard.push(one);
      const waiter = waiting.shift();
      if (waiter) {
        taken += 1;
        waiter.resolve(one);
      }
    }
  });
  answer.once("close", () => {
    isOver = true;
    over.resolve();
    for (const waiter of waiting) waiter.reject(new Error("the stream has ended"));
  });
  // A cut connection is told by `close`.
  answer.on("error", () => undefined);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    heard,
    retry: () => retry,
    next() {
      const one = heard[taken];
      if (one) {
        taken += 1;
        return Promise.resolve(one);
      }
      if (isOver) return Promise.reject(new Error("the stream has ended"));
      const waiter = Promise.withResolvers<Heard>();
      waiting.push(waiter);
      return waiter.promise;
    },
    closed: over.promise,
    close,
  };
}
