import { row, type Row } from "./matrix.ts";

/** Tickets of the hotline: the program offices' alone. */
export function hotlineRows(): Row[] {
  const ticket = {
    number: "DY-1",
    unitId: 999,
    title: "夜间噪声",
    text: "工地夜间施工。",
    subject: "噪声",
    class: "D7",
    receivedAt: "2026-09-21T00:00:00Z",
  };
  return [
    row("ticket.receive", "one", () => ticket, "forbidden", {}),
    row("ticket.list", "open ones", () => ({}), "forbidden", {}),
    row("ticket.places", "all", () => ({}), "forbidden", {}),
    row("ticket.replies", "all", () => ({ since: "2026-01-01T00:00:00Z" }), "forbidden", {}),
    row("ticket.export", "what waits", () => ({}), "forbidden", {}),
    row("ticket.exports", "all", () => ({}), "forbidden", {}),
    row(
      "hotlineExport.get",
      "one that there is not",
      () => ({ id: 999 }),
      "not-found",
      {},
      () => "hotlineExport:999",
    ),
    row("ticket.topics", "all", () => ({}), "forbidden", {}),
  ];
}
