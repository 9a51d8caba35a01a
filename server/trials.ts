import { sql } from "kysely";
import { allowedTrials, trialsSince, waitMinutes } from "#access/sign-in.queries.ts";
import { AppError } from "#kernel/errors.ts";
import type { Apart } from "./apart.ts";
import type { Tx } from "./database.ts";
import type { Platform } from "./platform.ts";

/**
 * The trials of one call. Each is put down, in a transaction of its own, before anything is judged, so that of many at
 * once no more are judged than are allowed; what was no wrong guess is given back when the call is over.
 */
export class Trials {
  readonly #taken = new Map<string, string>();
  readonly #wrong = new Set<string>();
  #refused: string | undefined;
  /** A trial too many is to be put on record: the first of its name within a minute. */
  tellRefusal = false;

  /** @throws AppError too-many, also for the right guess */
  async take(platform: Pick<Platform, "db" | "clock">, apart: Apart, name: string): Promise<void> {
    await apart.result(`trial:${name}`, async () => {
      const now = platform.clock.now();
      const found = await platform.db.transaction().execute((tx) =>
        sql<{ id: string | null; told: boolean }>`
          select id, told from app.take_trial(${name}, ${now}, ${trialsSince(now)}, ${allowedTrials})`.execute(tx),
      );
      const row = found.rows[0];
      if (row?.id) this.#taken.set(name, row.id);
      else {
        this.tellRefusal = row?.told === true;
        this.#refused = name;
        throw new AppError("too-many", { params: { minutes: waitMinutes } });
      }
    });
  }

  /** The guess under this name was wrong: its trial stays. */
  markWrong(name: string): void {
    this.#wrong.add(name);
  }

  get hasWrong(): boolean {
    return this.#wrong.size > 0;
  }

  /** The account or firm at which somebody has tried in vain, as a record is named; empty where there is none of that name. */
  async about(tx: Tx): Promise<string> {
    const [name = this.#refused] = this.#wrong;
    if (name === undefined) return "";
    const found = await sql<{ object: string }>`select app.object_of_trial(${name}) as object`.execute(tx);
    return found.rows[0]?.object ?? "";
  }

  /** Whether there is anything to give back. */
  get isOwed(): boolean {
    return this.#owed().length > 0;
  }

  async giveBack(tx: Tx): Promise<void> {
    for (const id of this.#owed()) await sql`select app.give_back_trial(${id})`.execute(tx);
  }

  #owed(): string[] {
    return [...this.#taken].filter(([name]) => !this.#wrong.has(name)).map(([, id]) => id);
  }
}
