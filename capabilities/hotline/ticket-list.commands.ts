import { sql } from "kysely";
import type { Context } from "#directory/context.ts";
import { addDays, shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { Limit } from "#kernel/working-time.ts";
import { defineImport, type Verdict, type Written } from "#sheets/import.ts";
import type { CellIssue, CellValue, SheetRow } from "#sheets/sheet.ts";
import { findNamedUnit, type KnownUnit, loadUnits } from "#sheets/units.queries.ts";
import type { ReplyClass } from "./deadline.ts";
import { contentHash, loadClassLimits, lockTickets, openTicket, type Ticket, timesFault } from "./receive.commands.ts";
import { findFirms, findProject, type KnownTicket, loadProjects, loadTickets } from "./ticket-list.queries.ts";
import { type TicketColumn, ticketSheet } from "./ticket-list.ts";

type Row = SheetRow<TicketColumn>;
type Issue = CellIssue<TicketColumn>;

/**
 * A list of tickets. Each row becomes what the hotline's interface would have brought: a matter of its own, taken over
 * once. A number that is here with the same content is left alone, with other content it is for a person to look at.
 */
export const ticketImport = defineImport<TicketColumn, Ticket>({
  id: "tickets",
  desk: "office",
  sheet: ticketSheet,
  keysOf: (values) => ({ own: values.number === null ? null : `number ${String(values.number)}` }),

  async prepare(ctx, rows) {
    // Whoever takes tickets over at the same time waits, so that what is judged here is still so when it is written.
    await lockTickets(ctx);
    const units = await loadUnits(ctx);
    const tickets = await loadTickets(ctx, textsIn(rows, "number"));
    const projects = await loadProjects(ctx, textsIn(rows, "project"));
    const firms = await findFirms(ctx, textsIn(rows, "agreedFirm"));
    return {
      judge(row) {
        const issues: Issue[] = [];
        const known = tickets.get(String(row.values.number));
        if (known === "elsewhere") return { verdict: "wrong", issues: [{ column: "number", code: "ticketElsewhere" }] };
        const project = row.values.project === null ? null : findProject(projects, row.values.project);
        if (project !== null && "code" in project) issues.push({ column: "project", code: project.code });
        const station =
          project !== null && "stationId" in project
            ? project.stationId
            : stationOf(row, units, issues, project !== null);
        const firm = row.values.agreedFirm === null ? null : firms.get(String(row.values.agreedFirm));
        if (firm === undefined) issues.push({ column: "agreedFirm", code: "firmUnknown" });
        const caller = callerOf(row, issues);
        const ticket = ticketOf(row, known);
        const fault = timesFault(ticket, ctx.now);
        if (fault !== null) issues.push({ column: fault === "receivedToCome" ? "receivedAt" : "dueAt", code: fault });
        if (issues.length > 0) return { verdict: "wrong", issues };
        return judgeKnown(known, {
          ...ticket,
          caller,
          unitId: station ?? 0,
          projectId: project !== null && "id" in project ? project.id : null,
          agreedFirmId: firm ?? null,
        });
      },
    };
  },

  async write(ctx, plans) {
    await lockTickets(ctx);
    const limits = await loadClassLimits(ctx);
    const written: Written[][] = [];
    for (const ticket of plans) written.push([await writeTicket(ctx, ticket, limits)]);
    return written;
  },

  async undo(ctx, batch) {
    const { rows } = await sql<{ touched: number[] }>`select app.undo_tickets(${batch}) as touched`.execute(ctx.db);
    return rows[0]?.touched ?? [];
  },
});

async function writeTicket(
  ctx: Context,
  ticket: Ticket,
  limits: Readonly<Record<ReplyClass, Limit>>,
): Promise<Written> {
  const id = await openTicket(ctx, ticket, limits);
  return { target: "hotline_ticket", id, before: null, after: { number: ticket.number } };
}

function judgeKnown(known: KnownTicket | undefined, ticket: Ticket): Verdict<TicketColumn, Ticket> {
  if (known === undefined) return { verdict: "new", plan: ticket };
  if (known.contentHash.equals(contentHash(ticket))) return { verdict: "same" };
  return { verdict: "wrong", issues: [{ column: "number", code: "ticketDiffers" }] };
}

/** The station that a row without a project names, or a complaint. */
function stationOf(row: Row, units: readonly KnownUnit[], issues: Issue[], complained: boolean): number | undefined {
  if (complained) return undefined;
  const found = findNamedUnit(units, row.values);
  if (found === null || "code" in found) {
    issues.push(found ?? { column: "unit", code: "required" });
    return undefined;
  }
  if (found.unit.tier === "CITY" || found.unit.tier === "BRANCH") {
    issues.push({ column: "unit", code: "ticketUnitTooHigh" });
    return undefined;
  }
  return found.unit.id;
}

/** Nobody can be called back without a number. */
function callerOf(row: Row, issues: Issue[]): Ticket["caller"] {
  const { callerName, callerPhone, confidential } = row.values;
  if (callerPhone === null) {
    if (callerName !== null) issues.push({ column: "callerPhone", code: "required" });
    return null;
  }
  return {
    ...(callerName !== null && { name: String(callerName) }),
    phone: String(callerPhone),
    confidential: confidential === "YES",
  };
}

type Told = Omit<Ticket, "unitId" | "projectId" | "agreedFirmId" | "caller">;

/** What the row tells of the matter itself; where it says nothing, the ticket that is here already says it. */
function ticketOf(row: Row, known: KnownTicket | undefined): Told {
  const { values } = row;
  const text = String(values.text);
  return {
    number: String(values.number),
    title: textOf(values.title) ?? known?.title ?? titleOf(text),
    text,
    subject: String(values.subject),
    place: textOf(values.place) ?? known?.place ?? null,
    class: (values.class as ReplyClass | null) ?? known?.class ?? "D7",
    receivedAt: momentOf(String(values.receivedAt), "start"),
    dueAt: values.dueAt === null ? null : momentOf(String(values.dueAt), "end"),
  };
}

/** A day alone: received from its beginning, due until its end. */
function momentOf(value: string, side: "start" | "end"): Date {
  const [day = "", time] = value.split(" ");
  if (time !== undefined) return shanghaiMoment(day, time);
  return side === "start" ? shanghaiMoment(day) : shanghaiMoment(addDays(day, 1));
}

/** The first sentence, for lists that have no titles. */
function titleOf(text: string): string {
  const [sentence = ""] = text.split(/[。！？!?；;，,\n\r]/u).filter((part) => part.trim().length > 1);
  const line = (sentence === "" ? text : sentence).replaceAll(/\s+/gu, " ").trim();
  const letters = Array.from(line);
  return letters.length > 40 ? `${letters.slice(0, 39).join("")}…` : line;
}

function textsIn(rows: readonly Row[], column: TicketColumn): string[] {
  return [...new Set(rows.flatMap(({ values }) => values[column] ?? []).map(String))];
}

function textOf(value: CellValue): string | null {
  return value === null ? null : String(value);
}
