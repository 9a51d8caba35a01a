import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Procedure } from "#kernel/procedure.ts";
import type { Limit } from "#kernel/working-time.ts";
import { loadLimits } from "#matters/limits.queries.ts";
import { openMatter, parseSections } from "#matters/opening.commands.ts";
import { openDoor } from "#matters/store.queries.ts";
import { classLimits, classRule, minuteText, type ReplyClass, replyTime } from "./deadline.ts";
import { hotline } from "./procedure.ts";

/** A ticket as the hotline passes it on, by its interface or in its list. */
export interface Ticket {
  readonly number: string;
  readonly unitId: number;
  readonly projectId: number | null;
  readonly agreedFirmId: number | null;
  readonly title: string;
  readonly text: string;
  readonly subject: string;
  readonly place: string | null;
  readonly class: ReplyClass;
  readonly receivedAt: Date;
  readonly dueAt: Date | null;
  readonly caller: Readonly<Record<string, unknown>> | null;
}

const refuse = (path: string, code: string) => new AppError("invalid", { issues: [{ path, code }] });

/** Tells the same ticket from another one under its number. Nothing of the caller: a digest of a telephone number hides nothing. */
export function contentHash(ticket: Ticket): Buffer {
  const { title, text, subject, place, receivedAt, dueAt } = ticket;
  const content = [title, text, subject, place, ticket.class, receivedAt.toISOString(), dueAt?.toISOString() ?? null];
  return createHash("sha256").update(JSON.stringify(content)).digest();
}

/** Why the times of a ticket cannot be right, as a message key below `issue.`; null when they can. */
export function timesFault(
  ticket: Pick<Ticket, "receivedAt" | "dueAt">,
  now: Date,
): "receivedToCome" | "dueBeforeReceipt" | null {
  if (ticket.receivedAt > now) return "receivedToCome";
  return ticket.dueAt !== null && ticket.dueAt <= ticket.receivedAt ? "dueBeforeReceipt" : null;
}

/** Tickets are taken over one after the other: two that bring the same number at once see each other. */
export async function lockTickets(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('hotline'))`.execute(ctx.db);
}

/** The limits of the classes that are in force, a law's too (GR-25). */
export async function loadClassLimits(ctx: Context): Promise<Readonly<Record<ReplyClass, Limit>>> {
  const ruled = await loadLimits(ctx, hotline, ctx.now);
  const limitOf = (one: ReplyClass) => ruled.get(classRule(one)) ?? classLimits[one];
  return { H2: limitOf("H2"), H24: limitOf("H24"), D7: limitOf("D7"), D15: limitOf("D15") };
}

/** Opens the matter of a ticket that is not here yet. Throws `invalid` with a path for what the ticket has wrong. */
export async function openTicket(
  ctx: Context,
  ticket: Ticket,
  limits: Readonly<Record<ReplyClass, Limit>>,
): Promise<number> {
  const fault = timesFault(ticket, ctx.now);
  if (fault !== null) throw refuse(fault === "receivedToCome" ? "receivedAt" : "dueAt", fault);
  const { station, branch } = await placeOf(ctx, ticket);
  if (ticket.agreedFirmId !== null) await checkFirm(ctx, ticket.agreedFirmId);
  const reply = replyTime(ctx.calendar, { ...ticket, limit: limits[ticket.class], wanted: ticket.dueAt }, ctx.now);
  const matter = await openMatter(ctx, {
    procedure: limitedBy(reply.limit),
    relations: {
      projectId: ticket.projectId,
      enterpriseId: ticket.agreedFirmId,
      stationId: station,
      branchId: branch,
      openedBy: ctx.actor.accountId,
      private: false,
      onBehalf: true,
      topic: null,
    },
    title: ticket.title,
    form: parseSections(hotline, {
      ticket: {
        ticketNumber: ticket.number,
        text: ticket.text,
        subject: ticket.subject,
        class: ticket.class,
        receivedAt: minuteText(ticket.receivedAt),
        // What is provisional only its clock tells: these words stay as they are.
        ...(!reply.provisional && { dueAt: minuteText(reply.due) }),
        ...(ticket.place !== null && { place: ticket.place }),
      },
      ...(ticket.caller !== null && { caller: ticket.caller }),
    }),
    files: [],
    author: { accountId: ctx.actor.accountId, label: ctx.actor.dutyName, capacity: "programOffice" },
    at: ctx.now,
    channel: "hotline",
    ...(reply.since !== null && { begun: { reply: reply.since } }),
  });
  const kept = await ctx.db
    .insertInto("hotline_ticket")
    .values({
      matter_id: matter.id,
      number: ticket.number,
      content_hash: contentHash(ticket),
      branch_id: branch,
      class: ticket.class,
      received_at: ticket.receivedAt,
      due_at: reply.due,
      came_at: ctx.now,
      subject: ticket.subject,
      place: ticket.place,
    })
    .onConflict((conflict) => conflict.column("number").doNothing())
    .returning("matter_id")
    .executeTakeFirst();
  await openDoor(ctx.db, null);
  // Another branch has it: first come, first responsible (P4.2).
  if (!kept) throw refuse("number", "ticketElsewhere");
  return matter.id;
}

/** The procedure with what is left of this ticket's time: it is copied into the clock when the task starts (decision 8). */
function limitedBy(limit: Limit): Procedure {
  const { rule: _rule, ...reply } = hotline.tasks.reply;
  return { ...hotline, tasks: { ...hotline.tasks, reply: { ...reply, limit } } };
}

/** The unit that handles it and its branch, both the actor's to arrange; a project's ticket goes to the project's station. */
async function placeOf(ctx: Context, ticket: Ticket): Promise<{ station: number; branch: number }> {
  const project =
    ticket.projectId === null
      ? null
      : await ctx.db.selectFrom("project").select("station_id").where("id", "=", ticket.projectId).executeTakeFirst();
  if (project === undefined) throw refuse("projectId", "unknownProject");
  const unit = await ctx.db
    .selectFrom("unit")
    .select(["id", "parent_id"])
    .where("id", "=", project?.station_id ?? ticket.unitId)
    .executeTakeFirst();
  const branch = unit?.parent_id ?? null;
  const arranges = (id: number | undefined) => id !== undefined && ctx.actor.offices.includes(id);
  if (!unit || branch === null || !arranges(unit.id) || !arranges(branch)) throw refuse("unitId", "unitForeign");
  return { station: unit.id, branch };
}

async function checkFirm(ctx: Context, firmId: number): Promise<void> {
  const firm = await ctx.db.selectFrom("enterprise").select("id").where("id", "=", firmId).executeTakeFirst();
  if (!firm) throw refuse("agreedFirmId", "unknownFirm");
}
