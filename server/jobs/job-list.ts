import { retireAudit, sealAudit } from "../audit/seal.ts";
import type { Platform } from "../platform.ts";
import { recountCalendar, warnOfCalendar } from "./calendar.ts";
import { eraseExpired } from "./erase.ts";
import { settleAndTake } from "./figures.ts";
import { runImports } from "./imports.ts";
import { drawLooks } from "./look-samples.ts";
import { rebuildSearch } from "./search-index.ts";
import { sealAnew } from "./seal.ts";
import { publishFigures } from "./openness.ts";
import { openReturnVisits } from "./return-visits.ts";
import { shareMovedUnits } from "./unit-moves.ts";
import {
  sweepFiles,
  sweepImports,
  sweepKeys,
  sweepNotices,
  sweepOutbox,
  sweepSessions,
  sweepWebhooks,
} from "./sweeps.ts";

/** What each job is given: ids at most, never text. */
export interface JobData {
  "audit.retire": Record<string, never>;
  "audit.seal": Record<string, never>;
  "calendar.recount": Record<string, never>;
  "calendar.warn": Record<string, never>;
  "due.wake": Record<string, never>;
  "effects.wake": Record<string, never>;
  "post.wake": Record<string, never>;
  "files.sweep": Record<string, never>;
  "figures.take": Record<string, never>;
  "imports.sweep": Record<string, never>;
  "imports.wake": Record<string, never>;
  "keys.sweep": Record<string, never>;
  "looks.draw": Record<string, never>;
  "notices.sweep": Record<string, never>;
  "openness.publish": Record<string, never>;
  "outbox.sweep": Record<string, never>;
  "personal.erase": Record<string, never>;
  "personal.seal": Record<string, never>;
  "returnVisits.open": Record<string, never>;
  "search.rebuild": Record<string, never>;
  "sessions.sweep": Record<string, never>;
  "units.share": Record<string, never>;
  "webhooks.sweep": Record<string, never>;
  "webhooks.wake": Record<string, never>;
}
export type JobName = keyof JobData;

/** How a job runs. */
export interface JobPlan<Data> {
  /** When it comes by itself, by the clock on the wall in China. */
  readonly cron?: string;
  /** After a stop across its hour it comes once when the server is back; else it waits for the next time. */
  readonly catchUp?: boolean;
  /** `single`: one waits and one runs at most, in all processes together; asking for another one does nothing. */
  readonly policy: "single" | "each";
  /** Further attempts, with growing pauses, after one that failed. */
  readonly retries: number;
  /** An attempt that runs longer than this counts as failed. */
  readonly minutes: number;
  run(platform: Platform, data: Data): Promise<unknown>;
}

/** All jobs. What they do takes its time from the platform's clock: the library only wakes (decision 12). */
export const jobList: { readonly [Name in JobName]: JobPlan<JobData[Name]> } = {
  // The next minute is its further attempt.
  "audit.seal": {
    cron: "* * * * *",
    policy: "single",
    retries: 0,
    minutes: 60,
    run: (platform) => sealAudit(platform),
  },
  "audit.retire": { cron: "20 4 * * *", catchUp: true, policy: "single", retries: 3, minutes: 60, run: retireAudit },
  "due.wake": { cron: "* * * * *", policy: "single", retries: 0, minutes: 60, run: (platform) => platform.settleDue() },
  // Events wake it at once; this finds what is tried again, and what nobody heard.
  "effects.wake": {
    cron: "* * * * *",
    policy: "single",
    retries: 0,
    minutes: 60,
    run: (platform) => platform.runEffects(),
  },
  // Whoever asks for a list wakes it at once; this finds what is tried again, and what a killed process left.
  "imports.wake": {
    cron: "* * * * *",
    policy: "single",
    retries: 0,
    minutes: 120,
    run: (platform) => runImports(platform),
  },
  // An attempt may wait half a minute for its server; the next minute goes on.
  "post.wake": { cron: "* * * * *", policy: "single", retries: 0, minutes: 60, run: (platform) => platform.sendPost() },
  "notices.sweep": { cron: "30 3 * * *", catchUp: true, policy: "single", retries: 3, minutes: 15, run: sweepNotices },
  "files.sweep": { cron: "20 3 * * *", catchUp: true, policy: "single", retries: 3, minutes: 120, run: sweepFiles },
  // On the first of a month it finds the month that has ended; on other days what an earlier night has missed.
  "figures.take": { cron: "30 0 * * *", catchUp: true, policy: "single", retries: 3, minutes: 60, run: settleAndTake },
  "imports.sweep": { cron: "0 4 * * *", catchUp: true, policy: "single", retries: 3, minutes: 60, run: sweepImports },
  "keys.sweep": { cron: "10 * * * *", catchUp: true, policy: "single", retries: 3, minutes: 15, run: sweepKeys },
  // On Monday mornings, of the week that is over.
  "looks.draw": { cron: "10 6 * * 1", catchUp: true, policy: "single", retries: 3, minutes: 30, run: drawLooks },
  // After the month's own figures; on other nights what an earlier one has missed.
  "openness.publish": {
    cron: "50 0 * * *",
    catchUp: true,
    policy: "single",
    retries: 3,
    minutes: 60,
    run: publishFigures,
  },
  "outbox.sweep": { cron: "40 3 * * *", catchUp: true, policy: "single", retries: 3, minutes: 15, run: sweepOutbox },
  // After the figures of the month that is over have been taken.
  "personal.erase": {
    cron: "40 1 * * *",
    catchUp: true,
    policy: "single",
    retries: 3,
    minutes: 240,
    run: eraseExpired,
  },
  // Finds something after a new key, or in a database of before.
  "personal.seal": { cron: "20 2 * * *", catchUp: true, policy: "single", retries: 3, minutes: 240, run: sealAnew },
  // Before people are at work; those that a firm's month has no room for wait for the next.
  "returnVisits.open": {
    cron: "30 7 * * *",
    catchUp: true,
    policy: "single",
    retries: 3,
    minutes: 30,
    run: openReturnVisits,
  },
  // The index follows the events; this finds what they have missed, as after a change of what is looked through.
  "search.rebuild": { cron: "10 4 * * 0", policy: "single", retries: 1, minutes: 240, run: rebuildSearch },
  "sessions.sweep": {
    cron: "50 3 * * *",
    catchUp: true,
    policy: "single",
    retries: 3,
    minutes: 15,
    run: sweepSessions,
  },
  // A year's calendar was set: what runs is computed anew.
  "calendar.recount": { cron: "* * * * *", policy: "single", retries: 0, minutes: 240, run: recountCalendar },
  // Events wake it at once; this finds what is tried again, and what a killed process left.
  "webhooks.wake": {
    cron: "* * * * *",
    policy: "single",
    retries: 0,
    minutes: 60,
    run: (platform) => platform.sendWebhooks(),
  },
  "webhooks.sweep": {
    cron: "35 3 * * *",
    catchUp: true,
    policy: "single",
    retries: 3,
    minutes: 15,
    run: sweepWebhooks,
  },
  // At the beginning of a working day; whoever was told within the week is not told again.
  "calendar.warn": {
    cron: "40 8 * * *",
    catchUp: true,
    policy: "single",
    retries: 3,
    minutes: 15,
    run: warnOfCalendar,
  },
  // A unit that moved: what it handled is opened to its new parent.
  "units.share": { cron: "* * * * *", policy: "single", retries: 0, minutes: 240, run: shareMovedUnits },
};

export const jobNames = Object.keys(jobList) as JobName[];
