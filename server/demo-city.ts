import { Readable } from "node:stream";
import { type CitySize, type SeedReport, seedDemo } from "#db/seed/demo/index.ts";
import type { Caller, Stage } from "#db/seed/demo/stage.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import { contract } from "#matters/contract.ts";
import { findDueMatters } from "#matters/due.commands.ts";
import { sealAudit } from "./audit/seal.ts";
import { consumers } from "./effects/consumers.ts";
import { registerConsumers } from "./effects/run.ts";
import { drawLooks } from "./jobs/look-samples.ts";
import { publishFigures } from "./jobs/openness.ts";
import { openReturnVisits } from "./jobs/return-visits.ts";
import { writeSearch } from "./jobs/search-index.ts";
import { execute } from "./pipeline.ts";
import { openPlatform, type Platform, type PlatformOptions } from "./platform.ts";
import { type Arrival, arrivalOf } from "./upload.ts";

export interface DemoCityOptions {
  /** Address of the role that owns the database; migrated. */
  readonly ownerUrl: string;
  /** The present: everything in the demo city happened before it. */
  readonly now: Date;
  readonly size: CitySize;
  /** See `DemoOptions`. */
  readonly days?: number;
  readonly progress?: (until: Date) => void;
  /** As for the platform itself: same database, files and keys. */
  readonly platform: Omit<PlatformOptions, "clock">;
}

/**
 * Seeds the demo city through platforms of its own, whose clocks the seed moves (see `db/seed/demo`). To be called
 * before the platform itself is opened, which reads the mark of the demo then.
 */
export async function seedDemoCity(options: DemoCityOptions): Promise<SeedReport> {
  const databaseUrl = withoutFlush(options.platform.databaseUrl);
  let opened = 0;
  return seedDemo({
    ownerUrl: options.ownerUrl,
    now: options.now,
    size: options.size,
    ...(options.days !== undefined && { days: options.days }),
    ...(options.progress && { progress: options.progress }),
    open: async () => {
      opened += 1;
      let present = options.now;
      const clock = { now: () => new Date(present) };
      const platform = await openPlatform({
        ...options.platform,
        databaseUrl,
        clock,
        poolSize: 2,
        consumers: consumers.filter(({ name }) => !late.includes(name)),
      });
      return stageOn(platform, `demo-city-${opened}`, (at) => {
        present = at;
      });
    },
  });
}

/** More due minutes than fall into a few days of the whole city. */
const dueAtOnce = 10_000;

/** What does without most of two years: news of old days are none, for people and for other systems, and the search index is written once, at the end. */
const late = ["notices", "search", "hotline", "webhooks"];

/**
 * Thousands of small transactions need not reach the disk one by one: the mark that the city is whole is written last
 * and with a flush, and the log before it goes to disk with it. Without the mark the city begins anew. And the same few
 * statements come thousands of times: a plan is made once.
 */
function withoutFlush(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const given = url.searchParams.get("options");
  url.searchParams.set(
    "options",
    [given, "-c synchronous_commit=off -c plan_cache_mode=force_generic_plan"].filter(Boolean).join(" "),
  );
  return url.href;
}

/** @param name in front of its idempotency keys: the same person acts at several stages */
function stageOn(platform: Platform, name: string, setClock: Stage["setClock"]): Stage {
  let calls = 0;
  const call = async (operation: Operation, input: unknown, by: Caller, arrival?: Arrival) => {
    calls += 1;
    const answer = await execute(platform, operation.id, input, {
      account: by,
      device: by.enterpriseId === null ? "desk" : "phone",
      idempotencyKey: `${name}-${calls}`,
      ...(arrival && { arrival }),
    });
    return answer.body;
  };
  return {
    calendar: () => platform.calendar(),
    setClock,
    settleDue: async (matter) => {
      await platform.settleDue(matter);
      if (matter === undefined) await platform.runEffects();
    },
    findDue: () => platform.asSystem((tx) => findDueMatters({ db: tx, now: platform.clock.now() }, dueAtOnce)),
    openVisits: () => openReturnVisits(platform),
    hear: () =>
      platform.asSystem((tx) =>
        registerConsumers(
          tx,
          consumers.filter(({ name }) => name !== "search"),
        ),
      ),
    finish: async () => {
      // Nobody vouches for what never happened.
      await sealAudit({ ...platform, anchorsDir: null });
      await writeSearch(platform);
      await publishFigures(platform);
      await drawLooks(platform);
    },
    close: () => platform.close(),
    call: async <Op extends Operation>(operation: Op, input: unknown, by: Caller) =>
      (await call(operation, input, by)) as OutputOf<Op>,
    async upload(by, name, bytes) {
      const upload = contract["file.upload"];
      const arrival = arrivalOf(Readable.from([bytes]), name, "image/jpeg", new AbortController().signal);
      return ((await call(upload, {}, by, arrival)) as OutputOf<typeof upload>).id;
    },
  };
}
