/**
 * Who may see and do what, said once more and apart from the platform: plain loops over the drawn city. It imports
 * nothing of access/ and asks no database. The sources are decisions.md 4, 5, 10, 20, 21 and domain.md §2.
 */
import { type City, type Happened, type Identity, isIn, type Relation } from "./model.ts";

/** What somebody stands in at an instant. */
export interface Standing {
  readonly identity: Identity;
  readonly staff: boolean;
  /** False for administrators, who have no part in the business. */
  readonly business: boolean;
  /** Reads the audit, and therefore who acted and for which firm. */
  readonly auditor: boolean;
  /** By a relation of his own. */
  readonly own: ReadonlySet<Relation>;
  /** Own and lent. */
  readonly held: ReadonlySet<Relation>;
  /** The persons who have lent him something. */
  readonly lenders: ReadonlySet<Relation>;
  readonly units: ReadonlySet<number>;
  readonly projects: ReadonlySet<number>;
  readonly firms: ReadonlySet<number>;
  readonly city: boolean;
}

const administrators = ["SYS_ADMIN", "SEC_ADMIN", "AUDIT_ADMIN"];
const coverers = ["PROGRAM_OFFICE_CITY", "PROGRAM_OFFICE_BRANCH", "STATION_CHIEF"];

/** Duties that a role fills at its unit or firm (domain.md §2). */
const dutiesOf: Readonly<Record<string, readonly string[]>> = {
  LEADER: ["leader"],
  PROGRAM_OFFICE_CITY: ["office"],
  PROGRAM_OFFICE_BRANCH: ["office"],
  STATION_CHIEF: ["chief", "desk"],
  OFFICER: [],
  SPECIALIST: ["specialists"],
  DEPT_HANDLER: ["desk"],
  INSPECTOR: ["inspectors"],
  DATA_PROTECTION: ["dataProtection"],
  ENT_LEGAL_REP: ["desk", "members", "rep"],
  ENT_LIAISON: ["desk", "members"],
  ENT_SECURITY: ["members"],
  ENT_HR: ["members"],
};

export function oracle(city: City, matters: readonly Happened[]) {
  const closed = (account: number, at: number) => {
    const closedAt = city.accounts.find((one) => one.id === account)?.closedAt ?? null;
    return closedAt !== null && closedAt <= at;
  };
  const away = (account: number, at: number) =>
    closed(account, at) || city.absences.some((one) => one.account === account && one.from <= at && one.to > at);
  const there = (project: number, kinds: readonly string[], at: number) =>
    city.assignments.some(
      (one) => one.project === project && kinds.includes(one.kind) && isIn(one, at) && !away(one.account, at),
    );

  /** Relations of one's own; null when there is nobody to enter. */
  function ownRelations({ account, firm }: Identity, at: number) {
    const known = city.accounts.find((one) => one.id === account);
    if (!known || closed(account, at) || (known.kind === "member") !== (firm !== null)) return null;
    const grants = city.grants.filter((one) => one.account === account && one.firm === firm && isIn(one, at));
    if (grants.length === 0) return null;
    const held = new Set<Relation>([`account:${account}/self`]);
    // Whoever administrates the system, its security or its audit has no part in the business.
    const administers = grants.some((grant) => administrators.includes(grant.role));
    const auditor = grants.some((grant) => grant.role === "AUDIT_ADMIN");
    if (administers) return { held, grants: [], administers, auditor };
    for (const grant of grants) {
      const place = grant.unit === null ? `enterprise:${grant.firm}` : `unit:${grant.unit}`;
      for (const duty of dutiesOf[grant.role] ?? []) held.add(`${place}/${duty}`);
    }
    for (const one of firm === null ? city.assignments : []) {
      if (one.account !== account || !isIn(one, at)) continue;
      const place = { A: "a", B: "b", SPONSOR: "sponsor", SPECIALIST: "specialist" }[one.kind];
      held.add(`project:${one.project}/${place}`);
      if (one.kind === "A" || one.kind === "B") held.add(`project:${one.project}/officers`);
      if (one.kind === "B" && !there(one.project, ["A"], at)) held.add(`project:${one.project}/a`);
    }
    for (const grant of grants.filter((one) => one.role === "STATION_CHIEF")) {
      for (const project of city.projects) {
        if (project.station === grant.unit && !there(project.id, ["A", "B"], at)) held.add(`project:${project.id}/a`);
      }
    }
    for (const party of city.parties) {
      if (party.account === account && isIn(party, at)) held.add(`matter:${party.matter}/${party.side}`);
    }
    return { held, grants, administers, auditor };
  }

  /** The session's standing at an instant: null when the platform must not let it in at all. */
  function standing(identity: Identity, at: number): Standing | null {
    const mine = ownRelations(identity, at);
    if (!mine) return null;
    const staff = identity.firm === null;
    const business = !mine.administers;
    // Lending needs having: by a relation of one's own, at this instant, on the same side (for the same firm).
    const lent = (business ? city.delegations : []).filter(
      (one) =>
        one.taker === identity.account &&
        isIn(one, at) &&
        !mine.held.has(one.relation) &&
        ownRelations({ account: one.giver, firm: identity.firm }, at)?.held.has(one.relation),
    );
    const held = new Set([...mine.held, ...lent.map((one) => one.relation)]);
    const covered = [
      ...mine.grants.filter((grant) => coverers.includes(grant.role)).map((grant) => grant.unit ?? 0),
      ...lent.flatMap((one) => idsIn(one.relation, /^unit:(\d+)\/(?:chief|office)$/)),
    ];
    const units = new Set(
      city.units.filter((unit) => upward(unit.id).some((id) => covered.includes(id))).map((u) => u.id),
    );
    const projects = new Set(
      staff
        ? [...held].flatMap((one) => idsIn(one, /^project:(\d+)\//))
        : city.projects.filter((one) => one.firms.includes(identity.firm ?? 0)).map((one) => one.id),
    );
    return {
      identity,
      staff,
      business,
      auditor: mine.auditor,
      own: mine.held,
      held,
      lenders: new Set(lent.map((one) => `account:${one.giver}/self`)),
      units,
      projects,
      firms: new Set(
        staff ? city.projects.filter((one) => projects.has(one.id)).flatMap((one) => one.firms) : [identity.firm ?? 0],
      ),
      city: mine.grants.some(
        (grant) => coverers.includes(grant.role) && city.units.find((unit) => unit.id === grant.unit)?.parent === null,
      ),
    };
  }

  function upward(unit: number): number[] {
    const found = city.units.find((one) => one.id === unit);
    return found ? [unit, ...(found.parent === null ? [] : upward(found.parent))] : [];
  }

  const stationOf = (matter: Happened) =>
    city.projects.find((one) => one.id === matter.project)?.station ??
    city.firms.find((one) => one.id === matter.firm)?.station ??
    0;

  /** Which relations stand behind a capacity of a matter (kernel/procedure.ts says what each means). */
  function relationsOf(matter: Happened, capacity: string): Relation[] {
    const station = stationOf(matter);
    const branch = city.units.find((one) => one.id === station)?.parent ?? station;
    const above = city.units.find((one) => one.id === branch)?.parent;
    const department = city.topics.find((one) => one.code === matter.topic)?.department;
    const departments = city.units.filter((one) => department !== undefined && one.department === department);
    const desk = departments.find((one) => one.parent === branch) ?? departments.find((one) => one.parent === above);
    switch (capacity) {
      case "requester":
        return [...(matter.private ? [] : [`enterprise:${matter.firm}/desk`]), `account:${matter.opener}/self`];
      case "handler":
        return [matter.project === null ? `unit:${desk?.id ?? station}/desk` : `project:${matter.project}/a`];
      case "deputy":
        return [matter.project === null ? `unit:${station}/desk` : `project:${matter.project}/b`];
      case "specialist":
        return desk ? [`unit:${desk.id}/specialists`] : [];
      case "stationChief":
        return [`unit:${station}/chief`];
      case "programOffice":
        return [`unit:${branch}/office`];
      case "leader":
        return [`unit:${branch}/leader`];
      case "sideA":
      case "sideB":
        return [`matter:${matter.id}/${capacity}`];
      default:
        return [];
    }
  }

  /** Who belongs to which audience, by capacity: from the start, and by what has happened. */
  function audiences(matter: Happened): ReadonlyMap<string, ReadonlySet<Relation>> {
    const inside = ["handler", "deputy", "stationChief", "programOffice"];
    const declared: Record<string, readonly string[]> = {
      shared: ["requester", ...inside],
      handlers: inside,
      ...(matter.procedure === "relay" && { sideA: ["sideA"], sideB: ["sideB"] }),
    };
    const members = new Map(Object.entries(declared).map(([name, all]) => [name, [...all]]));
    // Whoever is asked belongs to the audience of that task from then on; whoever it climbs to reads with its holder.
    const asked = new Set(["askSpecialist", "sendToReview", "askHelp"]);
    for (const entry of matter.entries) {
      if (entry.kind === "step" && asked.has(entry.name)) members.get("handlers")?.push("specialist");
      if (entry.kind !== "climb" || entry.capacity === null) continue;
      const holder = holders[entry.name] ?? "handler";
      const reads = Object.keys(declared).filter((name) => declared[name]?.includes(holder));
      for (const name of new Set([audienceOfTask(entry.name), ...reads])) members.get(name)?.push(entry.capacity);
    }
    // Those inside read what is shared, and what the sides hand in.
    const reads: Record<string, readonly string[]> =
      matter.procedure === "relay"
        ? { handlers: ["shared", "sideA", "sideB"], sideA: ["shared"], sideB: ["shared"] }
        : { handlers: ["shared"] };
    for (const [name, others] of Object.entries(reads)) {
      for (const other of others) members.get(other)?.push(...(members.get(name) ?? []));
    }
    return new Map(
      [...members].map(([name, all]) => [name, new Set(all.flatMap((one) => relationsOf(matter, one)))] as const),
    );
  }

  const meets = (one: ReadonlySet<Relation>, other: Iterable<Relation>) =>
    [...other].some((relation) => one.has(relation));

  /** What somebody may use in a matter: nothing where it is kept from him, nothing lent by whom it is kept from. */
  function usable(who: Standing, matter: Happened): ReadonlySet<Relation> {
    if (meets(who.held, matter.barred)) return new Set();
    return meets(who.lenders, matter.barred) ? who.own : who.held;
  }

  function readable(who: Standing, matter: Happened): boolean {
    if (meets(who.held, matter.barred)) return false;
    const readers = new Set([...audiences(matter).values()].flatMap((one) => [...one]));
    // One person may act for several firms; each session acts for one, and sees nothing of another but what a side sees.
    const side = ["sideA", "sideB"]
      .map((one) => `matter:${matter.id}/${one}`)
      .some((one) => readers.has(one) && who.held.has(one));
    if (!who.staff && matter.firm !== who.identity.firm && !side) return false;
    return meets(readers, usable(who, matter)) || (who.city && !matter.private);
  }

  function hears(who: Standing, matter: Happened, audience: string): boolean {
    if (!readable(who, matter)) return false;
    return (who.city && !matter.private) || meets(who.held, audiences(matter).get(audience) ?? []);
  }

  /** The audience of a task, from the procedures as the papers tell them. */
  function audienceOfTask(kind: string): string {
    if (kind === "prepareA" || kind === "prepareB") return kind === "prepareA" ? "sideA" : "sideB";
    return ["draft", "review", "help", "check"].includes(kind) ? "handlers" : "shared";
  }

  /** In which capacities somebody stands to a matter by his own relations to it. */
  function capacities(who: Standing, matter: Happened): string[] {
    const all = [
      "requester",
      "handler",
      "deputy",
      "specialist",
      "stationChief",
      "programOffice",
      "leader",
      "sideA",
      "sideB",
    ];
    return all.filter((capacity) => meets(who.held, relationsOf(matter, capacity)));
  }

  /** The relations of whoever a task waits for: its holder, and everybody that the ladder has added. */
  function waitsFor(matter: Happened, kind: string): Set<Relation> {
    const climbed = matter.entries.flatMap((one) =>
      one.kind === "climb" && one.name === kind ? (one.capacity ?? []) : [],
    );
    // CR4: "not answered" goes back one level up.
    if (kind === "answer" && matter.entries.some((one) => one.name === "notAnswered")) climbed.push("stationChief");
    return new Set([holders[kind] ?? "handler", ...climbed].flatMap((one) => relationsOf(matter, one)));
  }

  const seesFirm = (who: Standing, firm: { id: number; station: number }) =>
    who.city ||
    who.auditor ||
    who.firms.has(firm.id) ||
    who.units.has(firm.station) ||
    matters.some((matter) => matter.firm === firm.id && readable(who, matter));
  const seesProject = (who: Standing, project: { id: number; station: number }) =>
    who.city ||
    who.projects.has(project.id) ||
    who.units.has(project.station) ||
    matters.some((matter) => matter.project === project.id && readable(who, matter));
  /** Staff know each other; a firm knows its people and the officers of its projects, the officers its people. */
  const seesAccount = (who: Standing, account: { id: number; kind: string }) =>
    who.auditor ||
    account.id === who.identity.account ||
    (account.kind === "staff" && who.staff) ||
    city.assignments.some((one) => one.account === account.id && who.projects.has(one.project)) ||
    city.grants.some((one) => one.account === account.id && one.firm !== null && who.firms.has(one.firm));

  return {
    standing,
    readable,
    hears,
    audienceOfTask,
    relationsOf,
    seesFirm,
    seesProject,
    seesAccount,
    capacities,
    waitsFor,
    /** The same, and besides as the holder of every open task that waits for him (decision 15). */
    acts: (who: Standing, matter: Happened) => [
      ...capacities(who, matter),
      ...matter.tasks
        .filter((task) => task.open && meets(who.held, waitsFor(matter, task.kind)))
        .map((task) => holders[task.kind] ?? "handler"),
    ],
    meets,
  };
}

function idsIn(relation: Relation, pattern: RegExp): number[] {
  const found = pattern.exec(relation)?.[1];
  return found === undefined ? [] : [Number(found)];
}

export type Oracle = ReturnType<typeof oracle>;

/** Who holds a task, where it is not the handler. */
const holders: Readonly<Record<string, string>> = {
  place: "programOffice",
  draft: "specialist",
  review: "specialist",
  supply: "requester",
  confirm: "requester",
  prepareA: "sideA",
  prepareB: "sideB",
  help: "specialist",
  fill: "requester",
  judge: "requester",
  check: "stationChief",
};
