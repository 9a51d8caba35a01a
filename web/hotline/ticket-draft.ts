import { z } from "zod";
import { replyClasses } from "#capabilities/hotline/forms.ts";
import { shanghaiMoment } from "#kernel/shanghai-time.ts";
import type { InputFor } from "#web/operations.ts";

type Input = InputFor<"ticket.receive">;

const draftShape = z.strictObject({
  number: z.string(),
  projectId: z.string(),
  unitId: z.string(),
  title: z.string(),
  text: z.string(),
  subject: z.string(),
  place: z.string(),
  class: z.enum(replyClasses),
  receivedDay: z.string(),
  receivedTime: z.string(),
  dueDay: z.string(),
  dueTime: z.string(),
  callerName: z.string(),
  callerPhone: z.string(),
  confidential: z.boolean(),
});
/** What is typed of a ticket that came by telephone or fax. */
export type TicketDraft = z.output<typeof draftShape>;

export function reviveTicket(kept: unknown): TicketDraft | undefined {
  return draftShape.safeParse(kept).data;
}

export function newTicket(day: string, time: string): TicketDraft {
  return {
    number: "",
    projectId: "",
    unitId: "",
    title: "",
    text: "",
    subject: "",
    place: "",
    class: "D7",
    receivedDay: day,
    receivedTime: time,
    dueDay: "",
    dueTime: "",
    callerName: "",
    callerPhone: "",
    confidential: false,
  };
}

/** What has to be there before anything is sent, as field and message key below `issue.`. */
export function missing(draft: TicketDraft): ReadonlyMap<keyof TicketDraft, string> {
  const wanted: (keyof TicketDraft)[] = ["number", "title", "text", "subject", "receivedDay", "receivedTime"];
  if (draft.projectId === "") wanted.push("unitId");
  // Nobody can be called back without a number.
  if (draft.callerName.trim() !== "") wanted.push("callerPhone");
  if (draft.dueTime !== "") wanted.push("dueDay");
  return new Map(wanted.filter((field) => String(draft[field]).trim() === "").map((field) => [field, "required"]));
}

/** The field that a complaint of the server is about. */
export function fieldOf(path: string): keyof TicketDraft | undefined {
  const fields: Readonly<Record<string, keyof TicketDraft>> = {
    receivedAt: "receivedDay",
    dueAt: "dueDay",
    "caller.name": "callerName",
    "caller.phone": "callerPhone",
  };
  if (["number", "unitId", "projectId", "title", "text", "subject", "place", "class"].includes(path)) {
    return path as keyof TicketDraft;
  }
  return fields[path];
}

/** The draft as `ticket.receive` takes it; a deadline without a time of day is the end of that day. */
export function ticketInput(draft: TicketDraft, stationOfProject: number | undefined): Input {
  const caller = draft.callerPhone.trim();
  return {
    number: draft.number,
    unitId: stationOfProject ?? Number(draft.unitId),
    projectId: draft.projectId === "" ? null : Number(draft.projectId),
    title: draft.title,
    text: draft.text,
    subject: draft.subject,
    class: draft.class,
    receivedAt: shanghaiMoment(draft.receivedDay, draft.receivedTime).toISOString(),
    ...(draft.place.trim() !== "" && { place: draft.place }),
    ...(draft.dueDay !== "" && {
      dueAt: shanghaiMoment(draft.dueDay, draft.dueTime === "" ? "23:59" : draft.dueTime).toISOString(),
    }),
    ...(caller !== "" && {
      caller: {
        phone: caller,
        confidential: draft.confidential,
        ...(draft.callerName.trim() !== "" && { name: draft.callerName }),
      },
    }),
  };
}
