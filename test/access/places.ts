import { type Act, always, type Assignment, type City, type Plan, ticks } from "./model.ts";

/** A city, two branches, three stations, two departments. */
export const units = [
  { id: 1, parent: null, tier: "CITY", department: null },
  { id: 2, parent: 1, tier: "BRANCH", department: null },
  { id: 3, parent: 2, tier: "STATION", department: null },
  { id: 4, parent: 2, tier: "STATION", department: null },
  { id: 5, parent: 1, tier: "BRANCH", department: null },
  { id: 6, parent: 5, tier: "STATION", department: null },
  { id: 7, parent: 2, tier: "DEPARTMENT", department: "TRAFFIC" },
  { id: 8, parent: 1, tier: "DEPARTMENT", department: "LEGAL" },
] as const;
export const firms = [
  { id: 1, station: 3 },
  { id: 2, station: 4 },
  { id: 3, station: 6 },
];
/** The third belongs to two firms, which still never see each other's matters. */
export const projects = [
  { id: 1, station: 3, firms: [1] },
  { id: 2, station: 4, firms: [2] },
  { id: 3, station: 3, firms: [1, 2] },
  { id: 4, station: 6, firms: [3] },
];
export const topics = [
  { code: "traffic", department: "TRAFFIC" },
  { code: "law", department: "LEGAL" },
];

/** Everybody with the role that he has from the beginning; a drawn end may take it away. */
export const staff = [
  ...[3, 3, 4, 4, 6, 6].map((unit) => ({ role: "OFFICER", unit })),
  { role: "STATION_CHIEF", unit: 3 },
  { role: "STATION_CHIEF", unit: 4 },
  { role: "PROGRAM_OFFICE_BRANCH", unit: 2 },
  { role: "PROGRAM_OFFICE_CITY", unit: 1 },
  { role: "LEADER", unit: 2 },
  { role: "SPECIALIST", unit: 7 },
  { role: "SPECIALIST", unit: 8 },
  { role: "DEPT_HANDLER", unit: 7 },
  { role: "DEPT_HANDLER", unit: 3 },
  { role: "INSPECTOR", unit: 1 },
  { role: "AUDIT_ADMIN", unit: 1 },
  { role: "SYS_ADMIN", unit: 1 },
].map((one, index) => ({ ...one, id: index + 1 }));
export const members = [
  { role: "ENT_LIAISON", firm: 1 },
  { role: "ENT_LEGAL_REP", firm: 1 },
  { role: "ENT_SECURITY", firm: 1 },
  { role: "ENT_LIAISON", firm: 2 },
  { role: "ENT_HR", firm: 2 },
  { role: "ENT_LIAISON", firm: 3 },
].map((one, index) => ({ ...one, id: staff.length + index + 1 }));

/** A story in short: steps by name, `+shared` for a remark with a file for that audience. */
export const acts = (list: readonly string[]): Act[] =>
  list.map((one) => (one.startsWith("+") ? { remark: one.slice(1) } : { step: one }));

const [, second, , , , last] = ticks;
const ever = { from: always, to: null };

/**
 * One city in which everything is the case that access has to know: each break of a rule shows in it. Officer 1 is
 * complained of in the first matter, 20 acts for two firms, 5 is away, 18 administrates and is a chief besides.
 */
export const fullCity: City = {
  units: [...units],
  firms,
  projects,
  topics,
  accounts: [
    ...staff.map(({ id, unit }) => ({ id, kind: "staff" as const, unit, closedAt: null })),
    ...members.map(({ id }) => ({ id, kind: "member" as const, unit: null, closedAt: id === 24 ? second : null })),
  ],
  grants: [
    ...staff.map(({ id, role, unit }) => ({
      account: id,
      role,
      unit,
      firm: null,
      from: always,
      to: id === 9 ? second : null,
    })),
    ...members.map(({ id, role, firm }) => ({ account: id, role, unit: null, firm, ...ever })),
    { account: 20, role: "ENT_LIAISON", unit: null, firm: 2, ...ever },
    { account: 18, role: "STATION_CHIEF", unit: 4, firm: null, ...ever },
  ],
  assignments: [
    ...place(1, 1, 2),
    { project: 2, account: 3, kind: "A", from: always, to: second },
    { project: 2, account: 5, kind: "A", from: ticks[4], to: null },
    { project: 2, account: 4, kind: "B", ...ever },
    ...place(3, 5, 6),
    ...place(4, 5, 6),
  ],
  absences: [{ account: 5, from: ticks[0], to: last }],
  delegations: [
    { giver: 1, taker: 16, relation: "project:1/a", from: always, to: last },
    { giver: 4, taker: 13, relation: "project:2/b", from: always, to: second },
    { giver: 2, taker: 15, relation: "project:4/a", from: always, to: last },
  ],
  parties: [
    { matter: 5, side: "sideA", account: 22, ...ever },
    { matter: 5, side: "sideA", account: 13, from: always, to: second },
    { matter: 5, side: "sideB", account: 23, ...ever },
  ],
  plans: [
    { ...ask(19, 1, 1, ["askSpecialist", "+handlers"]), barred: ["account:1/self", "account:12/self"] },
    { ...ask(20, 1, 1, ["acknowledge", "+shared", "+handlers"]), private: true },
    ask(19, 1, 1, ["+shared", "askSpecialist", "+handlers"]),
    ask(22, 2, 2, []),
    { ...ask(19, 1, 3, ["start", "prepareA", "+sideA", "prepareB", "split"]), procedure: "relay" },
    ask(24, 3, 4, []),
    ask(22, 2, null, []),
    ask(20, 1, null, []),
  ],
  settle: "day",
};

function place(project: number, a: number, b: number): Assignment[] {
  return [
    { project, account: a, kind: "A", ...ever },
    { project, account: b, kind: "B", ...ever },
  ];
}

function ask(opener: number, firm: number, project: number | null, story: readonly string[]): Plan {
  return {
    procedure: "consultation",
    opener,
    firm,
    project,
    topic: "traffic",
    private: false,
    story: acts(story),
    barred: [],
  };
}
