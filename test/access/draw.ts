import fc from "fast-check";
import { acts, firms, members, projects, staff, topics, units } from "./places.ts";
import { always, type Assignment, type City, type Dated, type Grant, type Plan, ticks } from "./model.ts";

const [as, bs] = [
  [1, 3, 5],
  [2, 4, 6],
];

const tick = fc.constantFrom(...ticks);
const end = fc.option(tick, { nil: null, freq: 2 });
const staffId = fc.integer({ min: 1, max: staff.length });
const memberId = fc.integer({ min: staff.length + 1, max: staff.length + members.length });
const anybody = fc.oneof(staffId, memberId);
/** Some time between two ticks, or from one on. */
const span: fc.Arbitrary<Dated> = fc
  .tuple(fc.constantFrom(always, ...ticks.slice(0, -1)), end)
  .map(([from, to]) => ({ from, to: to !== null && to <= from ? null : to }));
const shortSpan = fc
  .uniqueArray(tick, { minLength: 2, maxLength: 2 })
  .map((pair) => ({ from: Math.min(...pair), to: Math.max(...pair) }));
const longSpan = fc.oneof(
  shortSpan,
  tick.map((to) => ({ from: always, to })),
);

const relation = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom("a", "b")).map(([id, duty]) => `project:${id}/${duty}`),
  fc.constantFrom("unit:3/chief", "unit:2/office", "unit:7/specialists", "unit:7/desk", "unit:1/office"),
  fc.integer({ min: 1, max: 3 }).map((id) => `enterprise:${id}/desk`),
  anybody.map((id) => `account:${id}/self`),
);

const baseGrants: fc.Arbitrary<Grant[]> = fc
  .tuple(...[...staff, ...members].map(() => fc.option(tick, { nil: null, freq: 3 })))
  .map((ends) =>
    [...staff.map((one) => ({ ...one, firm: null })), ...members.map((one) => ({ ...one, unit: null }))].map(
      ({ id, role, unit, firm }, index) => ({ account: id, role, unit, firm, from: always, to: ends[index] ?? null }),
    ),
  );
/** The database refuses one person two of the three administrators' offices. */
function withoutSecondOffice(grants: readonly Grant[]): Grant[] {
  const office = new Map<number, string>();
  return grants.filter(({ account, role }) => {
    if (!role.endsWith("_ADMIN")) return true;
    const first = office.get(account) ?? role;
    office.set(account, first);
    return first === role;
  });
}

const moreGrants = fc.array(
  fc.oneof(
    fc.tuple(staffId, fc.constantFrom(...staff), span).map(([account, { role, unit }, dated]) => ({
      account,
      role,
      unit: unit as number | null,
      firm: null as number | null,
      ...dated,
    })),
    fc.tuple(memberId, fc.constantFrom(...members), span).map(([account, { role, firm }, dated]) => ({
      account,
      role,
      unit: null as number | null,
      firm: firm as number | null,
      ...dated,
    })),
  ),
  { minLength: 2, maxLength: 6 },
);

/** What a role's holder may well lend. */
const offices: Readonly<Record<string, string>> = {
  STATION_CHIEF: "chief",
  PROGRAM_OFFICE_BRANCH: "office",
  PROGRAM_OFFICE_CITY: "office",
  LEADER: "leader",
  SPECIALIST: "specialists",
  DEPT_HANDLER: "desk",
  ENT_LIAISON: "desk",
};

/** One after the other in a place, perhaps with a gap: never two at the same instant. */
function succession(project: number, kind: "A" | "B", pool: readonly number[] = []): fc.Arbitrary<Assignment[]> {
  return fc
    .record({ people: fc.shuffledSubarray([...pool], { minLength: 2, maxLength: 2 }), leaves: end, comes: tick })
    .map(({ people: [first = 0, second = 0], leaves, comes }) => [
      { project, account: first, kind, from: always, to: leaves },
      ...(leaves === null ? [] : [{ project, account: second, kind, from: Math.max(leaves, comes), to: null }]),
    ]);
}
const assignments: fc.Arbitrary<Assignment[]> = fc
  .tuple(
    ...projects.flatMap(({ id }) => [succession(id, "A", as), succession(id, "B", bs)]),
    // One sponsor per tier and project, nobody twice in one place: the database refuses the rest.
    fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(1, 2, 3, 4), fc.constantFrom(10, 11, 12), fc.constantFrom("SPONSOR", "SPECIALIST"), span)
        .map(([project, account, kind, dated]) => ({ project, account, kind: kind as "SPONSOR", ...dated })),
      { selector: (one) => `${one.project} ${one.kind}`, maxLength: 2 },
    ),
  )
  .map((parts) => parts.flat());

const consultations = [
  ["+shared"],
  ["askSpecialist", "+handlers"],
  ["askSpecialist", "submitDraft", "answer"],
  ["sendToReview", "+handlers"],
  ["acknowledge", "+shared", "+handlers"],
  ["askSpecialist", "submitDraft", "answer", "notAnswered"],
  ["withdraw"],
];
const relays = [
  ["+handlers"],
  ["start", "+sideA", "+sideB"],
  ["start", "prepareA", "askHelp"],
  ["start", "prepareA", "+sideA", "prepareB", "split", "+shared"],
];

const plan: fc.Arbitrary<Plan> = fc
  .record({
    relay: fc.boolean(),
    member: fc.constantFrom(...members),
    project: fc.boolean(),
    topic: fc.constantFrom(null, "traffic", "law"),
    private: fc.boolean(),
    story: fc.nat(),
    barred: fc.array(relation, { maxLength: 2 }),
  })
  .map((drawn) => {
    const own = projects.filter((one) => one.firms.includes(drawn.member.firm));
    const stories = drawn.relay ? relays : consultations;
    return {
      procedure: drawn.relay ? "relay" : "consultation",
      opener: drawn.member.id,
      firm: drawn.member.firm,
      project: drawn.project ? (own[drawn.story % own.length]?.id ?? null) : null,
      // A relay may ask for help, for which a department is needed.
      topic: drawn.topic ?? (drawn.relay ? "traffic" : null),
      private: drawn.private,
      story: acts(stories[drawn.story % stories.length] ?? []),
      barred: drawn.story % 3 === 0 ? drawn.barred : [],
    };
  });

/** A city in which anything may begin and end at the ticks. */
export const drawnCity: fc.Arbitrary<City> = fc
  .record({
    base: baseGrants,
    more: moreGrants,
    assignments,
    absences: fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 8 }), shortSpan).map(([account, dated]) => ({ account, ...dated })),
      { selector: (one) => one.account, maxLength: 5 },
    ),
    closed: fc.uniqueArray(fc.tuple(anybody, tick), { selector: ([account]) => account, maxLength: 3 }),
    delegations: fc.array(
      fc
        .tuple(anybody, anybody, relation, longSpan)
        .filter(([giver, taker]) => giver !== taker)
        .map(([giver, taker, what, dated]) => ({ giver, taker, relation: what, ...dated })),
      { maxLength: 8 },
    ),
    lending: fc.array(fc.tuple(fc.nat(), anybody, longSpan), { minLength: 3, maxLength: 9 }),
    plans: fc.array(plan, { minLength: 6, maxLength: 8 }),
    parties: fc.uniqueArray(
      fc.record({
        matter: fc.integer({ min: 1, max: 6 }),
        side: fc.constantFrom("sideA" as const, "sideB" as const),
        account: anybody,
        dated: span,
      }),
      { selector: (one) => `${one.matter} ${one.side} ${one.account}`, minLength: 6, maxLength: 14 },
    ),
    settle: fc.constantFrom("none" as const, "day" as const, "days" as const),
  })
  .map((drawn) => {
    const grants = withoutSecondOffice([...drawn.base, ...drawn.more]);
    // Besides arbitrary loans, which mostly are of what nobody has, some of what the giver does have.
    const lendable = [
      ...drawn.assignments
        .filter((one) => one.kind === "A" || one.kind === "B")
        .map((one) => ({ giver: one.account, relation: `project:${one.project}/${one.kind.toLowerCase()}` })),
      ...grants.flatMap((one) => {
        const office = offices[one.role];
        const place = one.unit === null ? `enterprise:${one.firm}` : `unit:${one.unit}`;
        return [
          ...(office === undefined ? [] : [{ giver: one.account, relation: `${place}/${office}` }]),
          { giver: one.account, relation: `account:${one.account}/self` },
        ];
      }),
    ];
    const lent = drawn.lending.flatMap(([index, taker, dated]) => {
      const what = lendable[index % lendable.length];
      return what && what.giver !== taker ? [{ ...what, taker, ...dated }] : [];
    });
    const closedAt = new Map(drawn.closed);
    return {
      units: [...units],
      firms,
      projects,
      topics,
      accounts: [
        ...staff.map(({ id, unit }) => ({ id, kind: "staff" as const, unit, closedAt: closedAt.get(id) ?? null })),
        ...members.map(({ id }) => ({ id, kind: "member" as const, unit: null, closedAt: closedAt.get(id) ?? null })),
      ],
      grants,
      assignments: drawn.assignments,
      absences: drawn.absences,
      delegations: [...drawn.delegations, ...lent],
      parties: drawn.parties.map(({ dated, ...party }) => ({ ...party, ...dated })),
      plans: drawn.plans,
      settle: drawn.settle,
    };
  });
