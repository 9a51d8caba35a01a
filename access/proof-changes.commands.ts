import type { Context } from "#directory/context.ts";
import type { EventOf } from "#kernel/event.ts";

/** What has become of somebody's proofs. */
type ProofChange = EventOf<"proofChanged">["what"];

/** The owner hears of it, whoever did it: in his notices, and by mail where he has confirmed an address. */
export async function tellOwner(
  ctx: Pick<Context, "actor" | "emit">,
  what: ProofChange,
  account: number = ctx.actor.accountId,
): Promise<void> {
  await ctx.emit({ name: "proofChanged", account, what }, []);
}
