import type { Town } from "#test/town.ts";
import { outsiders, row, type Row } from "./matrix.ts";

const members = { liaison: "not-found", security: "not-found", otherLiaison: "not-found" } as const;

/** Units, accounts and rights: the administrators' alone. What each of the three may, their own tests say. */
export function administrationRows(town: () => Town): Row[] {
  const unit = () => `unit:${town().units.station}`;
  const account = () => `account:${town().people.officerB}`;
  const theUnit = () => ({ id: town().units.station, version: 99 });
  const facts = { name: "某派出所", shortName: "某所", areaCode: "370522", dutyPhone: "0546-8012345" };
  const officer = () => ({ id: town().people.officerB });
  const nothing = () => ({ id: 999 });
  const limit = { key: "appeal.accept", amount: 1, unit: "wd", from: "2030-01-01" };
  const ofGrant = () => "grant:999";
  return [
    row("unit.tree", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row("unit.ties", "of a station", () => ({ id: town().units.station }), "forbidden", { systemAdmin: "ok" }, unit),
    row(
      "unit.create",
      "below the branch",
      () => ({ ...facts, parentId: town().units.branch, tier: "STATION", code: "370522-9" }),
      "forbidden",
      { systemAdmin: "ok" },
    ),
    row(
      "unit.change",
      "seen long ago",
      () => ({ ...facts, ...theUnit() }),
      "forbidden",
      { systemAdmin: "stale-version" },
      unit,
    ),
    row(
      "unit.move",
      "seen long ago",
      () => ({ ...theUnit(), parentId: town().units.city }),
      "forbidden",
      { systemAdmin: "stale-version" },
      unit,
    ),
    row("unit.close", "seen long ago", theUnit, "forbidden", { systemAdmin: "stale-version" }, unit),
    row("rule.list", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row("rule.check", "one", () => limit, "forbidden", { systemAdmin: "ok" }),
    row(
      "rule.set",
      "one",
      () => limit,
      "forbidden",
      { systemAdmin: "ok" },
      () => `rule:${limit.key}`,
    ),
    row(
      "rule.withdraw",
      "one that there is not",
      () => ({ key: limit.key, source: "P", from: "2030-01-01T00:00:00.000Z" }),
      "forbidden",
      { systemAdmin: "illegal-step" },
      () => `rule:${limit.key}`,
    ),
    row("workYear.list", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row("workYear.preview", "a year", () => ({ year: 2027, days: "2027-01-01r" }), "forbidden", { systemAdmin: "ok" }),
    row(
      "workYear.set",
      "a year",
      () => ({ year: 2027, source: "示例通知", days: [{ day: "2027-01-01", kind: "rest", name: "元旦" }] }),
      "forbidden",
      { systemAdmin: "ok" },
      () => "workYear:2027",
    ),
    row("grantReview.list", "all", () => ({}), "forbidden", {}),
    row("grantReview.export", "all", () => ({}), "forbidden", {}),
    row("grantReview.get", "of a station", () => ({ id: town().units.station }), "not-found", {}, unit),
    row(
      "grantReview.confirm",
      "of a station",
      () => ({ id: town().units.station, quarter: "2026Q3", rights: [] }),
      "not-found",
      {},
      unit,
    ),
    row("status.get", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row("module.list", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row("module.offered", "to oneself", () => ({}), "ok", outsiders),
    row(
      "module.switchOff",
      "what is never off",
      () => ({ unitId: town().units.station, procedure: "conduct", reason: "试点" }),
      "forbidden",
      { systemAdmin: "invalid" },
      () => "module:conduct",
    ),
    row(
      "module.switchOn",
      "what is on",
      () => ({ unitId: town().units.station, procedure: "appeal" }),
      "forbidden",
      { systemAdmin: "illegal-step" },
      () => "module:appeal",
    ),
    row("staff.list", "all", () => ({}), "forbidden", {}),
    row(
      "staff.get",
      "an officer",
      officer,
      "forbidden",
      { ...members, liaison: "forbidden", security: "forbidden" },
      account,
    ),
    row(
      "staff.create",
      "at the station",
      () => ({ policeNumber: "SL9999", dutyName: "丁警官", unitId: town().units.station }),
      "forbidden",
      {},
    ),
    ...(["staff.change", "staff.endSessions", "staff.close", "staff.unlock", "staff.issueCode"] as const).map((id) =>
      row(
        id,
        "an officer",
        () => ({
          ...officer(),
          ...(id === "staff.close" && { reason: "离任" }),
          ...(id === "staff.change" && { version: 1 }),
        }),
        "forbidden",
        { ...members, liaison: "forbidden", security: "forbidden" },
        account,
      ),
    ),
    row(
      "staff.redeemCode",
      "a guess",
      () => ({
        policeNumber: `SL${Math.floor(Math.random() * 1e9)}`,
        code: "AAAA-BBBB-CCCC",
        password: "Qiao-2026-yi",
      }),
      "invalid",
      { ended: "invalid" },
    ),
    row("grant.list", "all", () => ({}), "forbidden", { systemAdmin: "ok" }),
    row(
      "grant.propose",
      "for an officer",
      () => ({
        accountId: town().people.officerB,
        role: "OFFICER",
        unitId: town().units.station,
        from: "2026-09-22",
        reason: "调入",
      }),
      "forbidden",
      { otherLiaison: "invalid" },
      account,
    ),
    row("grant.approve", "one that there is not", nothing, "not-found", {}, ofGrant),
    row("grant.refuse", "one that there is not", () => ({ id: 999, note: "不在编" }), "not-found", {}, ofGrant),
    row("grant.withdraw", "one that there is not", nothing, "not-found", {}, ofGrant),
    row(
      "grant.revoke",
      "of an officer",
      () => ({ ...officer(), grantId: 999, reason: "调离" }),
      "forbidden",
      { ...members, liaison: "forbidden", security: "forbidden" },
      account,
    ),
  ];
}
