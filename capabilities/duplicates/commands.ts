import type { duplicateRules } from "#access/rules/duplicates.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { type LoadedMatter, lockMatter, openDoor } from "#matters/store.queries.ts";
import type { contract } from "./contract.ts";
import { comparable, findHandled } from "./pair.queries.ts";

export function duplicateCommands(
  procedures: ReadonlyMap<string, Procedure>,
): Pick<Handlers<typeof contract, typeof duplicateRules>, "duplicate.decide"> {
  return {
    "duplicate.decide": async (ctx, { id, other: otherId, same }) => {
      const found = await findHandled(ctx, procedures, id);
      if (!found) return undefined;
      ctx.about(`matter:${id}`);
      return {
        subject: found.subject,
        run: async () => {
          const other = await findHandled(ctx, procedures, otherId);
          // Of what he does not handle as well nothing is said, not even that it is there.
          const handlesBoth = other?.subject.writers.some((one) => other.subject.capacities.includes(one)) ?? false;
          if (!other || !handlesBoth || !mayBeSame(found.matter, other.matter)) {
            throw new AppError("invalid", { issues: [{ path: "other", code: "notAChoice" }] });
          }
          await decide(ctx, found.matter, other.matter, same);
          return { id, other: otherId, same };
        },
      };
    },
  };
}

function mayBeSame(one: LoadedMatter, other: LoadedMatter): boolean {
  return (
    one.id !== other.id &&
    comparable.includes(one.procedure) &&
    comparable.includes(other.procedure) &&
    one.relations.projectId !== null &&
    one.relations.projectId === other.relations.projectId &&
    one.relations.topic !== null &&
    one.relations.topic === other.relations.topic
  );
}

/** Remembers what was decided; the same ones are linked, the later to the earlier. Nothing else of them changes. */
async function decide(ctx: Context, one: LoadedMatter, other: LoadedMatter, same: boolean): Promise<void> {
  const { db, now, actor } = ctx;
  const [first, second] = one.id < other.id ? [one, other] : [other, one];
  // Two who decide at once wait for each other here.
  await openDoor(db, first.id);
  await lockMatter(db, first.id);
  await openDoor(db, second.id);
  const link = await db
    .selectFrom("matter_link")
    .select("kind")
    .where("parent_id", "in", [first.id, second.id])
    .where("child_id", "in", [first.id, second.id])
    .executeTakeFirst();
  if (link && link.kind !== "DUPLICATE_OF") {
    throw new AppError("invalid", { issues: [{ path: "other", code: "notAChoice" }] });
  }
  const decision = { same, decided_by: actor.accountId, decided_at: now };
  await db
    .insertInto("matter_duplicate")
    .values({ first_id: first.id, second_id: second.id, ...decision })
    .onConflict((conflict) => conflict.columns(["first_id", "second_id"]).doUpdateSet(decision))
    .execute();
  if (same) {
    await db
      .insertInto("matter_link")
      .values({ parent_id: first.id, child_id: second.id, kind: "DUPLICATE_OF", child_open: false })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else {
    await db
      .deleteFrom("matter_link")
      .where("parent_id", "=", first.id)
      .where("child_id", "=", second.id)
      .where("kind", "=", "DUPLICATE_OF")
      .execute();
  }
  await openDoor(db, null);
  for (const matter of [first, second]) {
    await ctx.emit(
      { name: "duplicateDecided", matter: matter.id },
      matter.audiences.get("handlers") ?? [],
      matter.barred,
    );
  }
}
