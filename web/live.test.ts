import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectionNow, startLive } from "#web/live.ts";

/** The streams that the page has opened, the last one last. */
let opened: Source[];
let page: EventTarget;
let network: { onLine: boolean };

class Source extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 0;
  constructor() {
    super();
    opened.push(this);
  }
  close(): void {
    this.readyState = Source.CLOSED;
  }
  /** What the browser tells the page. */
  tell(event: "open" | "error", readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event(event));
  }
}

beforeEach(() => {
  opened = [];
  page = new EventTarget();
  network = { onLine: true };
  vi.useFakeTimers();
  vi.stubGlobal("window", page);
  vi.stubGlobal("navigator", network);
  vi.stubGlobal("EventSource", Source);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setNetwork(onLine: boolean): void {
  network.onLine = onLine;
  page.dispatchEvent(new Event(onLine ? "online" : "offline"));
}

async function begin() {
  const live = startLive(new QueryClient(), () => {});
  await vi.advanceTimersByTimeAsync(0);
  return live;
}

it("opens no stream for a page that was left while the session was asked for", async () => {
  let answer: (response: Response) => void = () => {};
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
  const live = await begin();
  expect(opened).toHaveLength(1);
  opened[0]?.tell("error", Source.CLOSED);
  await vi.advanceTimersByTimeAsync(1_000);
  live.stop();
  answer(new Response("{}"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(opened).toHaveLength(1);
});

describe("once the network is back", () => {
  it("a stream that outlived the gap is proved anew, and the page says so", async () => {
    const live = await begin();
    opened[0]?.tell("open", 1);
    expect(connectionNow()).toBe("live");
    setNetwork(false);
    expect(connectionNow()).toBe("offline");
    // The line was never cut: the browser tells nothing of it, neither an error nor an opening.
    setNetwork(true);
    expect(opened).toHaveLength(2);
    expect(opened[0]?.readyState).toBe(Source.CLOSED);
    opened[1]?.tell("open", 1);
    expect(connectionNow()).toBe("live");
    live.stop();
  });

  it("a stream that opened before the browser noticed stays live", async () => {
    const live = await begin();
    setNetwork(false);
    opened[0]?.tell("error", 0);
    opened[0]?.tell("open", 1);
    setNetwork(true);
    opened.at(-1)?.tell("open", 1);
    expect(connectionNow()).toBe("live");
    live.stop();
  });

  it("nothing is opened twice when the session was being asked for", async () => {
    let answer: (response: Response) => void = () => {};
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
    const live = await begin();
    opened[0]?.tell("error", Source.CLOSED);
    await vi.advanceTimersByTimeAsync(1_000);
    setNetwork(false);
    setNetwork(true);
    expect(opened).toHaveLength(2);
    answer(new Response("{}"));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(opened).toHaveLength(2);
    opened[1]?.tell("open", 1);
    expect(connectionNow()).toBe("live");
    live.stop();
  });
});
