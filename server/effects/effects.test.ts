import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventName, PlatformEvent } from "#kernel/event.ts";
import { defineEffects, type EffectConsumer } from "#matters/effects.ts";
import { contract } from "#matters/contract.ts";
import { openFollowing } from "#matters/following.commands.ts";
import { type Desk, deskOf } from "#test/fixture/desk.ts";
import { relay } from "#test/fixture/relay/procedure.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { sweepOutbox } from "../jobs/sweeps.ts";
import { emitter } from "../outbox.ts";
import { wakeEffects } from "./wake.ts";

let house: Harness;
let desk: Desk;
/** What the consumer has heard, in its order. */
let heard: number[];
/** Matters whose events it cannot stand. */
let broken: Set<number>;

const listening = (name = "listens", more: Partial<EffectConsumer> = {}): EffectConsumer =>
  defineEffects({
    name,
    on: {
      matterMoved: async (ctx, { matter }) => {
        // A write of its own, which must be there exactly as often as the event was heard.
        await ctx.emit({ name: "noticesChanged", account: matter }, []);
        heard.push(matter);
        if (broken.has(matter)) throw new Error("cannot stand it");
      },
    },
    ...more,
  });

async function begin(...consumers: EffectConsumer[]): Promise<void> {
  house = await startHarness({ at: "2026-10-12T09:00:00+08:00", procedures: [relay], consumers });
  desk = deskOf(house);
}

beforeEach(() => {
  heard = [];
  broken = new Set();
});
afterEach(() => house.close());

const emit = (...events: PlatformEvent[]) =>
  house.platform.asSystem(async (tx) => {
    for (const event of events) await emitter(tx, house.clock.now())(event, []);
  });
const moved = (matter: number): PlatformEvent => ({ name: "matterMoved", matter });
const pending = () =>
  desk.sql<{ matter_id: number; attempts: number; fault: string | null; aside: boolean }>(
    "select matter_id, attempts, fault, set_aside_at is not null as aside from effect_pending order by outbox_id",
  );
const written = async () =>
  (
    await desk.sql<{ account: number }>(
      "select (event ->> 'account')::int as account from outbox where event ->> 'name' = 'noticesChanged' order by id",
    )
  ).map(({ account }) => account);

describe("an event", () => {
  it("comes to each consumer that hears its name, in order, once", async () => {
    const names: string[] = [];
    const other = defineEffects({
      name: "other",
      on: { fileAttached: async (_ctx, { name }) => void names.push(name) },
    });
    await begin(listening(), other);
    await emit(moved(1), { name: "fileAttached", matter: 1 }, moved(2), moved(3));
    expect(await house.platform.runEffects()).toBe(4);
    expect(await house.platform.runEffects()).toBe(0);
    expect(heard).toEqual([1, 2, 3]);
    expect(names).toEqual(["fileAttached"]);
    expect(await written()).toEqual([1, 2, 3]);
    expect(await pending()).toEqual([]);
  });

  it("is not missed when it is committed after a later one", async () => {
    await begin(listening());
    await house.platform.asSystem(async (slow) => {
      await emitter(slow, house.clock.now())(moved(1), []);
      await emit(moved(2));
      await house.platform.runEffects();
      expect(heard).toEqual([2]);
    });
    await house.platform.runEffects();
    expect(heard).toEqual([2, 1]);
  });

  it("of a transaction that is taken back never happened", async () => {
    await begin(listening());
    const taken = house.platform.asSystem(async (tx) => {
      await emitter(tx, house.clock.now())(moved(1), []);
      throw new Error("not after all");
    });
    await expect(taken).rejects.toThrow("not after all");
    expect(await house.platform.runEffects()).toBe(0);
  });

  it("is handled once by several processes at the same time", async () => {
    await begin(listening());
    const other = await house.another();
    await emit(...Array.from({ length: 30 }, (_, at) => moved(at + 1)));
    await Promise.all([house.platform, other, house.platform, other].map((platform) => platform.runEffects()));
    expect(await written()).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });

  it("whose process is cut off in the middle is handled once by the other", async () => {
    let stopped: (() => void) | undefined;
    const inTheMiddle = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    let times = 0;
    const slow = defineEffects({
      name: "listens",
      on: {
        matterMoved: async (ctx, { matter }) => {
          await ctx.emit({ name: "noticesChanged", account: matter }, []);
          times += 1;
          if (times > 1) return;
          stopped?.();
          // As a machine that is gone: its connection ends while the work is half-done.
          await sql`select pg_sleep(60)`.execute(ctx.db);
        },
      },
    });
    await begin(slow);
    const other = await house.another([slow]);
    await emit(moved(1), moved(2));
    const first = house.platform.runEffects();
    await inTheMiddle;
    // The other process stands at the same event until the first one's transaction is gone.
    const second = other.runEffects();
    await expect
      .poll(() =>
        desk.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`,
        ),
      )
      .toHaveLength(1);
    await Promise.all([first.catch(() => 0), second]);
    house.clock.forward(10);
    await Promise.all([other.runEffects(), house.platform.runEffects()]);
    expect((await written()).toSorted((left, right) => left - right)).toEqual([1, 2]);
    expect(await pending()).toEqual([]);
  });

  it("lets follow what follows from its effects", async () => {
    const chained: number[] = [];
    const second = defineEffects({
      name: "second",
      on: { noticesChanged: async (_ctx, { account }) => void chained.push(account) },
    });
    await begin(second, listening());
    await emit(moved(7));
    expect(await house.platform.runEffects()).toBe(2);
    expect(chained).toEqual([7]);
  });

  it("that is no news any more is passed over", async () => {
    await begin(listening("listens", { staleAfterMs: 3_600_000 }));
    await emit(moved(1));
    house.clock.set("2026-10-12T10:01:00+08:00");
    await emit(moved(2));
    await house.platform.runEffects();
    expect(heard).toEqual([2]);
    expect(await pending()).toEqual([]);
  });

  it("can wait for a consumer that is left out", async () => {
    await begin(listening());
    await emit(moved(1));
    expect(await house.platform.runEffects({ except: ["listens"] })).toBe(0);
    expect(await house.platform.runEffects()).toBe(1);
  });

  it("stays in the outbox until every consumer has passed it", async () => {
    await begin(listening());
    await emit(moved(1), { name: "taskOpened", matter: 1, task: "sort" });
    house.clock.set("2026-10-30T09:00:00+08:00");
    await sweepOutbox(house.platform);
    expect(await desk.sql("select event ->> 'name' as name from outbox")).toEqual([{ name: "matterMoved" }]);
    await house.platform.runEffects();
    expect(heard).toEqual([1]);
    house.clock.set("2026-11-30T09:00:00+08:00");
    await sweepOutbox(house.platform);
    expect(await desk.sql("select 1 from outbox")).toEqual([]);
  });
});

describe("a failure", () => {
  it("leaves nothing behind, holds up its own matter only, and is tried again with growing pauses", async () => {
    await begin(listening());
    broken.add(1);
    await emit(moved(1), moved(2), moved(1));
    await house.platform.runEffects();
    expect(heard).toEqual([1, 2]);
    expect(await written()).toEqual([2]);
    expect(await pending()).toMatchObject([{ attempts: 1, fault: "Error", aside: false }, { attempts: 0 }]);
    // Not before its pause is over.
    expect(await house.platform.runEffects()).toBe(0);
    house.clock.set("2026-10-12T09:00:05+08:00");
    broken.clear();
    expect(await house.platform.runEffects()).toBe(2);
    expect(await written()).toEqual([2, 1, 1]);
  });

  it("takes no other event with it, before or after it", async () => {
    await begin(listening());
    broken.add(3);
    await emit(...[1, 2, 3, 4, 5].map(moved));
    expect(await house.platform.runEffects()).toBe(5);
    expect(await written()).toEqual([1, 2, 4, 5]);
    expect(await pending()).toMatchObject([{ matter_id: 3, attempts: 1 }]);
  });

  it("that stays is set aside, and lets the matter go on", async () => {
    await begin(listening());
    broken.add(1);
    await emit(moved(1));
    for (let hour = 9; hour < 17; hour += 1) {
      house.clock.set(`2026-10-12T${String(hour).padStart(2, "0")}:30:00+08:00`);
      await house.platform.runEffects();
    }
    expect(heard).toHaveLength(6);
    expect(await pending()).toEqual([{ matter_id: 1, attempts: 6, fault: "Error", aside: true }]);
    broken.clear();
    await emit(moved(1));
    await house.platform.runEffects();
    expect(heard).toHaveLength(7);
  });
});

it("wakes when events come in, however many at once", async () => {
  await begin(listening());
  const waker = wakeEffects(house.platform);
  for (let matter = 1; matter <= 20; matter += 1) {
    await emit(moved(matter));
    waker.wake();
  }
  await expect.poll(() => heard.length).toBe(20);
  await waker.stop();
  await emit(moved(21));
  waker.wake();
  await waker.stop();
  expect(heard).toHaveLength(20);
});

it("of a consumer that is no more goes with it", async () => {
  await begin(listening(), listening("former"));
  await emit(moved(1));
  expect(await pending()).toHaveLength(2);
  await (await house.another([listening()])).runEffects();
  expect(await pending()).toEqual([]);
  expect(heard).toEqual([1]);
});

describe("a matter that the platform opens", () => {
  const follows = (name: EventName) =>
    defineEffects({
      name: "follows",
      on: {
        [name]: async (ctx: Parameters<typeof openFollowing>[0], { matter }: { matter: number }) => {
          await openFollowing(ctx, {
            procedure: "relay",
            from: matter,
            title: "回访",
            form: { wish: { text: "回访一下" } },
          });
        },
      },
    });
  const asked = () =>
    desk.open("liaison", {
      procedure: "relay",
      projectId: house.town.projects.bridge,
      title: "进场路线",
      topic: "traffic",
      form: { wish: { text: "走哪个门" } },
    });

  it("belongs where it comes from, and does not keep that open", async () => {
    house = await startHarness({
      procedures: [{ ...relay, openedBy: ["requester", "system"] }],
      consumers: [follows("matterCommented")],
    });
    desk = deskOf(house);
    const id = await asked();
    await house.as("liaison")(contract["matter.comment"], { id, audience: "shared", text: "还有一句" });
    expect(await house.platform.runEffects()).toBe(1);
    const [child] = await desk.sql<{ child_id: number; kind: string; child_open: boolean }>(
      "select child_id, kind, child_open from matter_link where parent_id = $1",
      [id],
    );
    expect(child).toMatchObject({ kind: "CAUSED_BY", child_open: false });
    const view = await desk.view("officerA", child?.child_id ?? 0);
    expect(view).toMatchObject({ title: "回访", project: { id: house.town.projects.bridge } });
  });

  it("needs a procedure that says so", async () => {
    await begin(follows("matterOpened"));
    await asked();
    await house.platform.runEffects();
    expect(await pending()).toMatchObject([{ attempts: 1, fault: "Error" }]);
    expect(await desk.sql("select 1 from matter")).toHaveLength(1);
  });
});
