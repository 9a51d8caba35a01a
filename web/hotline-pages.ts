/** The hotline's desk: for program offices alone, in a script of its own. */
export { RatesPage } from "#web/hotline/rates-page.tsx";
export { RepliesPage } from "#web/hotline/replies-page.tsx";
export { TicketEntryPage } from "#web/hotline/entry-page.tsx";
export { TicketsPage } from "#web/hotline/tickets-page.tsx";
