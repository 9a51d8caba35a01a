import type pg from "pg";
import { type Row, row } from "#test/access/matrix.ts";
import type { Harness } from "#test/harness.ts";
import type { Town } from "#test/town.ts";

const outsiders = { auditor: "forbidden", systemAdmin: "forbidden" } as const;
/** What is arranged around the bridge's officers: a proposal, an absence, a loan, a hand-over. */
const nothing = { proposal: 0, assignment: 0, absence: 0, loan: 0, handover: 0, principal: 0 };
export type Arranged = Readonly<typeof nothing>;

export async function arrangePeople(admin: pg.Client, house: Harness): Promise<Arranged> {
  const { people, projects, units } = house.town;
  const arranged = { ...nothing };
  const one = async (text: string, values: unknown[]) =>
    (await admin.query<{ id: number }>(text, values)).rows[0]?.id ?? 0;
  const { bridge } = projects;
  arranged.proposal = await one(
    `insert into assignment_proposal (project_id, account_id, kind, from_day, reason, state, proposed_by, proposed_at)
     values ($1, $2, 'SPECIALIST', '2026-09-22', '调整', 'PROPOSED', $3, $4) returning id`,
    [bridge, people.lawyer, people.office, house.clock.now()],
  );
  arranged.assignment = await one("select id from assignment where project_id = $1 and kind = 'A'", [bridge]);
  arranged.absence = await one(
    "insert into absence (account_id, from_at, to_at) values ($1, '2026-10-20', '2026-10-21') returning id",
    [people.officerB],
  );
  arranged.principal = await one("select id from principal where kind = 'project' and ref_id = $1 and duty = 'a'", [
    bridge,
  ]);
  arranged.loan = await one(
    `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
     values ($1, $2, $3, '2026-10-20', '2026-10-21', '出差') returning id`,
    [people.officerA, people.officerB, arranged.principal],
  );
  arranged.handover = await one(
    `insert into handover (project_id, station_id, kind, from_account, state, note, prepared_by, prepared_at)
     values ($1, $2, 'B', $3, 'REQUESTED', '', $3, $4) returning id`,
    [bridge, units.station, people.officerB, house.clock.now()],
  );
  return arranged;
}

/** Those of her firm see the project, and decide nothing about it. */
const herFirm = { liaison: "forbidden", security: "forbidden" } as const;
const noStaff = { ...outsiders, ...herFirm, otherLiaison: "forbidden" } as const;

/** Who may what of the people of projects. */
export function staffingRows(scene: () => { readonly town: Town; readonly arranged: Arranged }): Row[] {
  const theProject = () => `project:${scene().town.projects.bridge}`;
  const theOfficer = () => `account:${scene().town.people.officerA}`;
  const theHandover = () => `handover:${scene().arranged.handover}`;
  return [
    row("staffing.list", "all", () => ({}), "forbidden", {}),
    row("staffing.gaps", "all", () => ({}), "forbidden", {}),
    row("staffing.load", "officers", () => ({ kind: "A" }), "forbidden", {}),
    row(
      "project.responsible",
      "of her project",
      () => ({ id: scene().town.projects.bridge }),
      "not-found",
      { liaison: "ok", security: "ok" },
      theProject,
    ),
    row(
      "assignment.list",
      "of her project",
      () => ({ projectId: scene().town.projects.bridge }),
      "not-found",
      herFirm,
      theProject,
    ),
    row("assignment.proposals", "all", () => ({}), "forbidden", {}),
    row(
      "assignment.proposeMany",
      "on her project",
      () => ({
        projectIds: [scene().town.projects.bridge],
        kind: "A",
        accountId: scene().town.people.otherA,
        fromDay: "2026-10-01",
        reason: "调整",
      }),
      "forbidden",
      {},
    ),
    row(
      "assignment.propose",
      "on her project",
      () => ({
        projectId: scene().town.projects.bridge,
        kind: "A",
        accountId: scene().town.people.otherA,
        fromDay: "2026-10-01",
        reason: "调整",
      }),
      "not-found",
      herFirm,
      theProject,
    ),
    row(
      "assignment.approve",
      "a proposal",
      () => ({ id: scene().arranged.proposal, orderNo: "利公项〔2026〕1 号" }),
      "not-found",
      {},
      () => `proposal:${scene().arranged.proposal}`,
    ),
    row(
      "assignment.withdraw",
      "a proposal",
      () => ({ id: scene().arranged.proposal }),
      "not-found",
      {},
      () => `proposal:${scene().arranged.proposal}`,
    ),
    row(
      "assignment.end",
      "her officer's place",
      () => ({ id: scene().arranged.assignment, reason: "调整" }),
      "not-found",
      herFirm,
      () => `assignment:${scene().arranged.assignment}`,
    ),
    row("absence.list", "one's own", () => ({}), "ok", noStaff),
    row(
      "absence.record",
      "of her officer",
      () => ({ accountId: scene().town.people.officerA, from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z" }),
      "forbidden",
      { otherLiaison: "not-found" },
      theOfficer,
    ),
    row(
      "absence.cancel",
      "of her officer",
      () => ({ id: scene().arranged.absence }),
      "forbidden",
      { otherLiaison: "not-found" },
      () => `absence:${scene().arranged.absence}`,
    ),
    row("delegation.list", "one's own", () => ({}), "ok", outsiders),
    row(
      "delegation.give",
      "another's duty",
      () => ({
        principalId: scene().arranged.principal,
        toAccountId: scene().town.people.officerB,
        from: "2026-10-01T00:00:00Z",
        to: "2026-10-02T00:00:00Z",
        reason: "出差",
      }),
      "forbidden",
      {},
    ),
    row(
      "delegation.withdraw",
      "others' loan",
      () => ({ id: scene().arranged.loan }),
      "not-found",
      {},
      () => `delegation:${scene().arranged.loan}`,
    ),
    row("handover.list", "one's own", () => ({}), "ok", noStaff),
    row(
      "handover.prepare",
      "another's place",
      () => ({ places: [{ projectId: scene().town.projects.bridge, kind: "A" }] }),
      "not-found",
      {},
    ),
    row("handover.get", "another's", () => ({ id: scene().arranged.handover }), "not-found", {}, theHandover),
    row(
      "handover.approve",
      "another's",
      () => ({ id: scene().arranged.handover, toAccountId: scene().town.people.otherA, orderNo: "利公项〔2026〕1 号" }),
      "not-found",
      {},
      theHandover,
    ),
    row("handover.accept", "another's", () => ({ id: scene().arranged.handover }), "not-found", {}, theHandover),
    row("handover.withdraw", "another's", () => ({ id: scene().arranged.handover }), "not-found", {}, theHandover),
    row("account.leavers", "all", () => ({}), "forbidden", {}),
    row(
      "account.close",
      "her officer's",
      () => ({ id: scene().town.people.officerA, lastDay: "2026-10-01" }),
      "forbidden",
      { otherLiaison: "not-found" },
      theOfficer,
    ),
    row(
      "account.keep",
      "her officer's",
      () => ({ id: scene().town.people.officerA }),
      "forbidden",
      { otherLiaison: "not-found" },
      theOfficer,
    ),
  ];
}
