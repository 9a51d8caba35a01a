import { sql } from "kysely";
import { mayCall } from "#access/machines.ts";
import type { Actor } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Operation } from "#kernel/operation.ts";
import type { Tx } from "./database.ts";
import { plainAddress } from "./network.ts";
import type { Caller } from "./pipeline.ts";

const proofMinutes = 5;

/** Open operations by which somebody who is signed in proves himself, too: the challenge is then his. */
const forProofsToo: ReadonlySet<string> = new Set(["passkey.ask"]);

/** Who calls an open operation without a session: no relation to anything. */
export const nobody: Actor = {
  accountId: 0,
  kind: "member",
  dutyName: "",
  locale: "zh-CN",
  unitId: null,
  enterpriseId: null,
  roles: [],
  principals: [],
  units: [],
  offices: [],
  projects: [],
  coversCity: false,
  administers: false,
};

/**
 * Who acts in this transaction, noted in `known` for the audit.
 * @throws AppError not-signed-in; set-up-needed for whoever has something to do before anything else opens
 */
export async function authenticate(
  tx: Tx,
  operation: Operation,
  caller: Caller,
  now: Date,
  known: { actor: Actor | null },
): Promise<Actor> {
  if (caller.key) return authenticateSystem(tx, operation, caller.key, now, known);
  const found = caller.account
    ? await sql<{ actor: Actor | null }>`
        select app.enter(${caller.account.accountId}, ${caller.account.enterpriseId}, ${now}) as actor`.execute(tx)
    : caller.tokenHash
      ? await sql<{ actor: Actor | null }>`
          select app.enter_session(${caller.tokenHash}, ${now}, ${caller.unattended !== true}) as actor`.execute(tx)
      : null;
  const actor = found?.rows[0]?.actor ?? null;
  if (!actor && !operation.open) throw new AppError("not-signed-in", await whyEnded(tx, caller));
  known.actor = actor;
  if (actor?.limit && !operation.open && operation.whileLimited?.includes(actor.limit) !== true)
    throw new AppError("set-up-needed", { params: { reason: actor.limit } });
  if (actor && operation.open && operation.kind === "write" && !forProofsToo.has(operation.id)) {
    // Whoever comes in shows who he is, whoever is signed in at this browser: that one is on record and acts no more.
    await sql`select app.leave()`.execute(tx);
    return nobody;
  }
  return actor ?? nobody;
}

/**
 * Another system by its key, for what its scopes name and nothing else, open operations included.
 * @throws AppError not-signed-in, with the reason where the key is known; forbidden
 */
async function authenticateSystem(
  tx: Tx,
  operation: Operation,
  { hash, address }: NonNullable<Caller["key"]>,
  now: Date,
  known: { actor: Actor | null },
): Promise<Actor> {
  const found = await sql<{ actor: Actor | null }>`
    select app.enter_service(${hash}, ${plainAddress(address)}, ${now}) as actor`.execute(tx);
  const actor = found.rows[0]?.actor ?? null;
  known.actor = actor;
  if (!actor) throw new AppError("not-signed-in");
  if (actor.refused) throw new AppError("not-signed-in", { params: { reason: actor.refused } });
  if (!mayCall(actor, operation)) throw new AppError("forbidden");
  return actor;
}

/** What the owner of a session that was ended is told: another sign-in took its place, a new password, … */
async function whyEnded(tx: Tx, { tokenHash }: Caller): Promise<{ params?: { reason: string } }> {
  if (!tokenHash) return {};
  const found = await sql<{ reason: string | null }>`select app.why_ended(${tokenHash}) as reason`.execute(tx);
  const reason = found.rows[0]?.reason;
  return reason ? { params: { reason } } : {};
}

/** S1.3: a sensitive act needs a proof of the last minutes. Seeding and tests have no session to prove anything in. */
export function hasProved(actor: Actor | null, caller: Caller, now: Date): boolean {
  // A key of another system is its proof; what it may do with it two persons have decided.
  if (caller.account || actor?.kind === "service") return true;
  return typeof actor?.provedAt === "number" && now.getTime() - actor.provedAt <= proofMinutes * 60_000;
}
