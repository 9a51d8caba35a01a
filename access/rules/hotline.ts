import { programOffices } from "./basics.ts";

/** Tickets of the hotline are the program offices' desk; of which branches, the row policies say. */
export const hotlineRules = {
  "ticket.receive": programOffices,
  "ticket.list": programOffices,
  "ticket.places": programOffices,
  "ticket.replies": programOffices,
  "ticket.export": programOffices,
  "ticket.exports": programOffices,
  "hotlineExport.get": programOffices,
  "ticket.topics": programOffices,
} as const;
