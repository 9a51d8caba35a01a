import { sql } from "kysely";

/** The clock of the first reply, which a ticket's deadline is about: its task opened with the ticket `t`. */
const firstReply = sql`task k where k.matter_id = t.matter_id and k.kind = 'reply' and k.opened_seq = 1`;

/**
 * When the ticket `t` is due. A limit in which the calendar has a say moves with its clock (decision 16); one that is
 * fixed to its minute stays what the ticket came with.
 */
export const ticketDue = sql<Date>`
  coalesce((select k.due_at from ${firstReply} and k.clock -> 'limit' ->> 'unit' <> 'min'), t.due_at)`;

/** Whether that rests on a year without calendar; nobody waits for it any more once the reply is there. */
export const ticketProvisional = sql<boolean>`
  exists (select from ${firstReply} and k.state = 'open' and (k.clock ->> 'provisional')::boolean)`;
