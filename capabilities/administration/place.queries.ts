import type { Context } from "#directory/context.ts";

export interface Place {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly path: readonly number[];
  readonly closed: boolean;
}

/** A unit as rules and commands of this capability look at it. */
export async function findPlace(ctx: Pick<Context, "db" | "now">, id: number): Promise<Place | undefined> {
  const row = await ctx.db
    .selectFrom("unit")
    .select(["id", "short_name", "tier", "path", "valid_to"])
    .where("id", "=", id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      name: row.short_name,
      tier: row.tier,
      path: row.path,
      closed: row.valid_to !== null && row.valid_to <= ctx.now,
    }
  );
}
