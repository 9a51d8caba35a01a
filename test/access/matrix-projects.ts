import type { Town } from "../town.ts";
import { row, type Row } from "./matrix.ts";

/** Who gets which answer from the operations on projects; in the eyes of the liaison of the bridge's firm. */
export function projectRows(town: () => Town): Row[] {
  const bridge = () => town().projects.bridge;
  const facts = () => ({ name: "某项目", keyLevel: "CITY", address: "某地", stationId: town().units.station });
  const named = () => `project:${bridge()}`;
  const seen = { liaison: "ok", security: "ok" } as const;
  const change = (more: object = {}) => ({ id: bridge(), version: 1, day: "2026-09-01", note: "依据", ...more });
  const changes: readonly (readonly [string, () => Record<string, unknown>])[] = [
    ["change", () => ({ ...facts(), id: bridge(), version: 1 })],
    ["moveStage", () => change({ to: "PRODUCTION" })],
    ["suspend", change],
    ["resume", change],
    ["terminate", change],
    ["archive", change],
    ["openWork", () => ({ id: bridge() })],
  ];
  return [
    row(
      "project.create",
      "in a station",
      () => ({
        ...facts(),
        code: "X-1",
        since: "2026-09-01",
        firm: { uscc: "91350100M000100Y43", name: "某企业", address: "某地" },
        note: "清单",
      }),
      "forbidden",
      {},
    ),
    ...changes.map(([verb, input]) =>
      row(
        `project.${verb}`,
        "her project",
        () => input(),
        "not-found",
        { liaison: "forbidden", security: "forbidden" },
        named,
      ),
    ),
    ...["checklist", "life", "timeline", "sixLists"].map((what) =>
      row(`project.${what}`, "her project", () => ({ id: bridge() }), "not-found", seen, named),
    ),
    row(
      "station.place",
      "her station",
      () => ({ id: town().units.station, place: { lat: 37.5, lng: 118.3 } }),
      "forbidden",
      {},
      () => `unit:${town().units.station}`,
    ),
    ...["project.export", "matter.export"].map((what) =>
      row(what, "all", () => ({}), "ok", { auditor: "forbidden", systemAdmin: "forbidden" }),
    ),
    row("project.board", "all", () => ({}), "ok", { auditor: "forbidden", systemAdmin: "forbidden" }),
  ];
}
