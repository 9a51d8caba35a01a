import { sql } from "kysely";
import type { z } from "zod";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import { type look, looks } from "./contract.ts";

const pageSize = 50;

/** One page of who looked, the newest first. */
export async function looksAt(ctx: Context, of: "me" | "firm", cursor: string | undefined, limit = pageSize) {
  const { rows } = await sql<{
    id: number;
    at: Date;
    unit: string | null;
    firm: string | null;
    operation: string;
    purpose: string;
    object: string;
    times: number;
  }>`select * from app.looks_at(${of}, ${[...looks]}::text[], ${readCursor(cursor)}::bigint, ${limit + 1})`.execute(
    ctx.db,
  );
  const page = rows.slice(0, limit);
  const ids = page.flatMap(({ object }) => (object.startsWith("matter:") ? [Number(object.slice(7))] : []));
  const found = await ctx.db
    .selectFrom("matter")
    .select(["id", "number"])
    .where("id", "in", [0, ...ids])
    .execute();
  const numbers = new Map(found.map(({ id, number }) => [id, number]));
  const items = page.map(({ at, unit, firm, operation, purpose, object, times }): z.output<typeof look> => {
    const [kind, id = ""] = object.split(":");
    const what =
      kind === "matter"
        ? { kind: "matter" as const, id: Number(id), number: numbers.get(Number(id)) ?? "" }
        : { kind: (["enterprise", "list"] as const).find((one) => one === kind) ?? ("account" as const) };
    return { at: at.toISOString(), who: unit ?? firm, purpose, operation, times, what };
  });
  const last = page.at(-1);
  return { items, nextCursor: rows.length > limit && last ? Buffer.from(String(last.id)).toString("base64url") : null };
}

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{1,15}$/.test(text)) throw new AppError("invalid", { issues: [{ path: "cursor", code: "malformed" }] });
  return Number(text);
}
