import { programOffices } from "./basics.ts";

/** Tickets of the hotline are the program offices' desk; of which branches, the row policies say. */
export const hotlineRules = {
  "ticket.receive": programOffices,
  "ticket.list": programOffices,
  "ticket.replies": programOffices,
  "ticket.export": programOffices,
  "ticket.exports": programOffices,
  "ticket.workbook": programOffices,
  "ticket.topics": programOffices,
} as const;
