import { beforeEach, describe, expect, test } from "vitest";
import { type LiveMessage, type LiveWorld, shareStream, type Stream, type StreamListener } from "#web/live-leader.ts";
import { touches } from "#web/live.ts";

/** A browser with tabs: one lock with a queue, one channel, and the streams that are open. */
class Browser {
  readonly streams: { listener: StreamListener; closed: boolean; renewed: number }[] = [];
  readonly #ears = new Set<{ tab: number; hear: (message: LiveMessage) => void }>();
  readonly #queue: (() => void)[] = [];
  #held = false;
  #tabs = 0;

  openTab() {
    const tab = ++this.#tabs;
    const heard: string[] = [];
    const world: LiveWorld = {
      whenLeader: async (lead, signal) => {
        if (this.#held) {
          await new Promise<void>((resolve, reject) => {
            this.#queue.push(resolve);
            signal.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
          });
        }
        this.#held = true;
        await lead();
        this.#held = false;
        this.#queue.shift()?.();
      },
      channel: {
        post: (message) => {
          for (const ear of this.#ears) if (ear.tab !== tab) ear.hear(message);
        },
        listen: (hear) => {
          const ear = { tab, hear };
          this.#ears.add(ear);
          return () => this.#ears.delete(ear);
        },
      },
      open: (listener): Stream => {
        const stream = { listener, closed: false, renewed: 0 };
        this.streams.push(stream);
        return {
          renew: () => {
            stream.renewed += 1;
          },
          close: () => {
            stream.closed = true;
          },
        };
      },
    };
    const shared = shareStream(world, {
      onEvent: (name, data) => heard.push(data === "" ? name : `${name} ${data}`),
      onState: (state) => heard.push(state),
    });
    return { heard, ...shared };
  }

  get open() {
    return this.streams.filter((stream) => !stream.closed);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("one stream for all tabs", () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });

  test("the first tab reads, the others hear", async () => {
    const first = browser.openTab();
    const second = browser.openTab();
    await settled();
    expect(browser.open).toHaveLength(1);
    browser.open[0]?.listener.onState("live");
    browser.open[0]?.listener.onEvent("changed", "{}");
    expect(first.heard).toEqual(["live", "resync", "changed {}"]);
    expect(second.heard.slice(-3)).toEqual(["live", "resync", "changed {}"]);
  });

  test("a tab that comes later learns how the stream is", async () => {
    browser.openTab();
    await settled();
    browser.open[0]?.listener.onState("live");
    const late = browser.openTab();
    expect(late.heard).toContain("live");
  });

  test("when the reading tab goes, another takes over and everybody reads anew", async () => {
    const first = browser.openTab();
    const second = browser.openTab();
    const third = browser.openTab();
    await settled();
    first.stop();
    await settled();
    expect(browser.streams).toHaveLength(2);
    expect(browser.open).toHaveLength(1);
    second.heard.length = 0;
    third.heard.length = 0;
    browser.open[0]?.listener.onState("live");
    expect(second.heard).toEqual(["live", "resync"]);
    expect(third.heard).toEqual(["live", "resync"]);
  });

  test("once the network is back, the reading tab opens the stream anew and the others ask how it is", async () => {
    const first = browser.openTab();
    const second = browser.openTab();
    await settled();
    browser.open[0]?.listener.onState("live");
    second.heard.length = 0;
    second.renew();
    expect(second.heard).toEqual(["live"]);
    expect(browser.streams.map(({ renewed }) => renewed)).toEqual([0]);
    first.renew();
    expect(browser.streams.map(({ renewed }) => renewed)).toEqual([1]);
  });

  test("a tab that was closed hears nothing more and takes over nothing", async () => {
    const first = browser.openTab();
    const second = browser.openTab();
    await settled();
    second.stop();
    browser.open[0]?.listener.onEvent("changed", "{}");
    expect(second.heard).not.toContain("changed {}");
    first.stop();
    await settled();
    expect(browser.open).toHaveLength(0);
  });
});

test("an event touches lists and its own matter only", () => {
  const event = { name: "matterMoved", matter: 7, step: "answer" } as const;
  expect(touches(event, ["matter.list", { view: "mine" }])).toBe(true);
  expect(touches(event, ["matter.count", {}])).toBe(true);
  expect(touches(event, ["matter.get", { id: 7 }])).toBe(true);
  expect(touches(event, ["matter.readers", { id: "7" }])).toBe(true);
  expect(touches(event, ["matter.get", { id: 8 }])).toBe(false);
  expect(touches(event, ["session.me", {}])).toBe(false);
});
