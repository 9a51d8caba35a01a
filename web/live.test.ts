import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { startLive } from "#web/live.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("opens no stream for a page that was left while the session was asked for", async () => {
  const opened: EventTarget[] = [];
  class Source extends EventTarget {
    static readonly CLOSED = 2;
    readonly readyState = 2;
    constructor() {
      super();
      opened.push(this);
    }
    close(): void {}
  }
  let answer: (response: Response) => void = () => {};
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
  const live = startLive(new QueryClient(), () => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(opened).toHaveLength(1);
  opened[0]?.dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(1_000);
  live.stop();
  answer(new Response("{}"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(opened).toHaveLength(1);
});
