import type { Town } from "#test/town.ts";
import { row, type Row } from "./matrix.ts";

/** Accounts of other systems: the administrators'. */
export function machineRows(town: () => Town): Row[] {
  const one = () => "serviceAccount:999999";
  const proposal = () => ({
    name: "示例系统",
    purpose: "试试",
    unitId: town().units.station,
    scopes: ["ticket.replies"],
  });
  return [
    row("serviceAccount.list", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row("serviceAccount.get", "one that there is not", () => ({ id: 999_999 }), "not-found", {}, one),
    // The system administrator is the second person, and proposes nothing himself.
    row("serviceAccount.propose", "one", proposal, "forbidden", {}),
    row("serviceAccount.approve", "one that there is not", () => ({ id: 999_999 }), "not-found", {}, one),
    row("serviceAccount.refuse", "one that there is not", () => ({ id: 999_999, note: "不妥" }), "not-found", {}, one),
    row(
      "serviceAccount.revoke",
      "one that there is not",
      () => ({ id: 999_999, reason: "停用" }),
      "not-found",
      {},
      one,
    ),
    row("serviceKey.issue", "for none", () => ({ id: 999_999 }), "not-found", {}, one),
    ...["webhook.list", "webhook.create"].map((operation) => {
      const url = { url: "https://hooks.example.com/", events: ["ticket.replied"] };
      const input = () => ({ id: 999_999, ...(operation === "webhook.create" && url) });
      return row(operation, "of none", input, "not-found", {}, one);
    }),
    ...["webhook.rotate", "webhook.end", "webhook.deliveries", "webhook.replay"].map((operation) =>
      row(
        operation,
        "one that there is not",
        () => ({ id: 999_999 }),
        "not-found",
        {},
        () => "webhook:999999",
      ),
    ),
    row(
      "serviceKey.end",
      "one that there is not",
      () => ({ id: 999_999 }),
      "not-found",
      {},
      () => "serviceKey:999999",
    ),
  ];
}
