import type { Town } from "#test/town.ts";
import { row, type Row } from "./matrix.ts";

/** Recovery of an account by two persons: none of these has anything to do with the liaison's firm. */
export function recoveryRows(town: () => Town, trial: () => number): readonly Row[] {
  const members = { liaison: "forbidden", security: "forbidden", otherLiaison: "forbidden" } as const;
  const firm = () => `recovery:${town().firms.east}`;
  const of = (person: "liaison" | "officerA") => () => `account:${town().people[person]}`;
  const unknown = (operation: string) =>
    row(
      operation,
      "none",
      () => ({ id: 999_999 }),
      "not-found",
      {},
      () => "recovery:999999",
    );
  return [
    row("recovery.choices", "her firm", () => ({ id: town().firms.east }), "ok", members, firm),
    row("recovery.list", "what waits", () => ({}), "ok", members),
    row("recovery.give", "the liaison", () => ({ accountId: town().people.liaison }), "not-found", {}, of("liaison")),
    row(
      "recovery.give",
      "her officer",
      () => ({ accountId: town().people.officerA }),
      "not-found",
      { systemAdmin: "forbidden" },
      of("officerA"),
    ),
    unknown("recovery.confirm"),
    unknown("recovery.end"),
    row(
      "recovery.use",
      "a made-up code",
      () => ({ login: `lost-${trial()}`, code: "AAAA-BBBB-CCCC", password: "Long-enough-1" }),
      "invalid",
      { ended: "invalid" },
    ),
  ];
}
