import { principalsOf } from "#access/capacities.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { defineEffects, type EffectContext } from "#matters/effects.ts";
import { type LoadedMatter, loadMatter, openDoor } from "#matters/store.queries.ts";
import { tellCalendarMissing } from "./calendar.effects.ts";
import { tellGlass } from "./glass.effects.ts";
import { tellLooks } from "./looks.effects.ts";
import { tellSecondPersons } from "./recovery.effects.ts";
import { tellHandover, tellResponsibility, tellUnstaffed } from "./staffing.effects.ts";
import { staleAfterMs } from "./kinds.ts";
import { type About, type Hearer, hearersOf, himself, selfOf, tell } from "./tell.commands.ts";

/** From here on a reminder is pressing; firms are reminded of nothing earlier (无事不打扰). */
const pressingPercent = 80;

/**
 * Who is told what. Every handler looks at the matter as it is now: what is over by the time its turn comes is told to
 * nobody, and several events that led to one state are one notice.
 */
export const noticeEffects = defineEffects({
  name: "notices",
  staleAfterMs,
  on: {
    matterOpened: async (ctx, event) => {
      const seen = await lookAt(ctx, event.matter);
      if (!isQuiet(ctx, seen)) await tellTurns(ctx, seen);
    },
    matterMoved: async (ctx, event) => {
      const seen = await lookAt(ctx, event.matter);
      if (isQuiet(ctx, seen)) return;
      const told = await tellTurns(ctx, seen);
      await tellOutcome(ctx, seen, told);
    },
    matterCommented: async (ctx, event) => tellRemark(ctx, await lookAt(ctx, event.matter)),
    fileAttached: async (ctx, event) => tellRemark(ctx, await lookAt(ctx, event.matter)),
    taskReminded: async (ctx, event) => tellReminder(ctx, await lookAt(ctx, event.matter), event.task, event.percent),
    taskEscalated: async (ctx, event) => tellClimb(ctx, await lookAt(ctx, event.matter), event.task),
    responsibilityChanged: async (ctx, event) => tellResponsibility(ctx, event.project),
    handoverOffered: async (ctx, event) => tellHandover(ctx, event.handover, "handoverOffered"),
    handoverLate: async (ctx, event) => tellHandover(ctx, event.handover, "handoverLate"),
    projectUnstaffed: async (ctx, event) => tellUnstaffed(ctx, event.project),
    glassOpened: async (ctx, event) => tellGlass(ctx, event),
    looksDrawn: async (ctx, event) => tellLooks(ctx, event.week),
    calendarMissed: async (ctx, event) => tellCalendarMissing(ctx, event.year),
    stageWorkOpened: async (ctx, event) => tellStageWork(ctx, event.project),
    proofChanged: async (ctx, { account, what }) =>
      tell(ctx, await himself(ctx, account), {
        kind: "proofChanged",
        about: { firm: null },
        subject: `proof:${what}:${ctx.at.toISOString()}`,
        params: { what },
        at: ctx.at,
      }),
    recoveryGiven: async (ctx, event) => tellSecondPersons(ctx, event.recovery),
    webhookParked: async (ctx, event) => {
      const about: About = { firm: null };
      await tell(ctx, await hearersOf(ctx, ctx.readers, about), {
        kind: "webhookParked",
        about,
        // Once a day, however many were given up.
        subject: `webhook:${event.endpoint}:${shanghaiDay(ctx.at)}`,
        params: { endpoint: event.endpoint },
        at: ctx.at,
      });
    },
    importFinished: async (ctx, event) => {
      const self = await selfOf(ctx.db, event.account);
      const about: About = { firm: null };
      await tell(ctx, await hearersOf(ctx, [self], about), {
        kind: "importFinished",
        about,
        subject: `import:${event.batch}:${ctx.at.toISOString()}`,
        params: { batch: event.batch },
        at: ctx.at,
      });
    },
  },
});

interface LastEntry {
  readonly seq: number;
  readonly kind: string;
  readonly name: string;
  readonly actor_id: number | null;
  readonly capacity: string;
  readonly at: Date;
  readonly to_state: string | null;
}

/** A matter as it is now, with what was written last of each sort. */
interface Seen {
  readonly matter: LoadedMatter;
  readonly entries: readonly LastEntry[];
  /** Who asked; while he may still see it, he alone is told for his firm. */
  readonly opener: number | null;
  readonly requesters: readonly number[];
}

async function lookAt(ctx: EffectContext, id: number): Promise<Seen> {
  await openDoor(ctx.db, id);
  const matter = await loadMatter(ctx.db, id);
  const entries = await ctx.db
    .selectFrom("entry")
    .select(["seq", "kind", "name", "actor_id", "capacity", "at", "to_state"])
    .where("matter_id", "=", id)
    .orderBy("seq", "desc")
    .execute();
  const principals = await principalsOf(ctx.db, matter.relations);
  await openDoor(ctx.db, null);
  const requesters = principals.requester;
  if (matter.relations.openedBy !== null) return { matter, entries, opener: matter.relations.openedBy, requesters };
  // A complaint without a name: who wrote as its requester is whoever stands behind that.
  const [himself] = await hearersOf(ctx, requesters, { matter: id, firm: null });
  const opener = himself?.accountId ?? null;
  const own = entries.map((entry) => (entry.capacity === "requester" ? { ...entry, actor_id: opener } : entry));
  return { matter, entries: own, opener, requesters };
}

/** What was done last is one of many that are told together. */
function isQuiet({ procedures }: EffectContext, { matter, entries: [last] }: Seen): boolean {
  const procedure = procedures.get(matter.procedure);
  if (last?.kind === "step") return procedure?.steps[last.name]?.withProject === true;
  return (last?.kind === "open" || last?.kind === "section") && procedure?.opensQuietly === true;
}

const aboutOf = ({ matter }: Seen, entry?: number): About => ({
  matter: matter.id,
  firm: matter.relations.enterpriseId,
  ...(entry !== undefined && { entry }),
});

/** Of a firm's people only the one who asked, unless he is gone: one matter disturbs one person. */
function oneOfFirm(hearers: readonly Hearer[], opener: number | null): Hearer[] {
  const asked = hearers.some(({ accountId }) => accountId === opener);
  return hearers.filter(({ kind, accountId }) => kind === "staff" || !asked || accountId === opener);
}

const without = (hearers: readonly Hearer[], actor: number | null): Hearer[] =>
  hearers.filter(({ accountId }) => accountId !== actor);

/** Whoever has a task now is told so, once; gives who was meant. */
async function tellTurns(ctx: EffectContext, seen: Seen): Promise<Set<number>> {
  const { matter, entries, opener } = seen;
  const turns = new Set<number>();
  for (const task of matter.snapshot.tasks) {
    if (task.state !== "open" || task.clock.runningSince === null) continue;
    const hearers = await hearersOf(ctx, [task.holder, ...task.added], aboutOf(seen));
    const opening = entries.find(({ seq }) => seq === task.openedSeq);
    const meant = without(oneOfFirm(hearers, opener), opening?.actor_id ?? null);
    for (const { accountId } of meant) turns.add(accountId);
    await tell(ctx, meant, {
      kind: "taskOpened",
      about: aboutOf(seen),
      subject: `task:${matter.id}:${task.no}`,
      params: { procedure: matter.procedure, task: task.kind },
      at: opening?.at ?? ctx.at,
    });
  }
  return turns;
}

/** Whose matter it is hears where it stands, unless it waits for him or he moved it himself. */
async function tellOutcome(ctx: EffectContext, seen: Seen, told: ReadonlySet<number>): Promise<void> {
  const { matter, entries, opener, requesters } = seen;
  const last = entries.find(({ to_state, kind }) => to_state !== null && kind === "step");
  if (!last) return;
  const hearers = oneOfFirm(await hearersOf(ctx, requesters, aboutOf(seen, last.seq)), opener);
  const meant = without(hearers, last.actor_id).filter(
    ({ accountId, kind }) => kind === "member" && !told.has(accountId),
  );
  await tell(ctx, meant, {
    kind: matter.snapshot.phase === "closed" ? "matterClosed" : "stateChanged",
    about: aboutOf(seen),
    subject: `state:${matter.id}:${matter.snapshot.version}`,
    params: { procedure: matter.procedure, state: matter.snapshot.state },
    at: last.at,
  });
}

/** Those who work on it and those who asked hear of a remark that they may read. */
async function tellRemark(ctx: EffectContext, seen: Seen): Promise<void> {
  const { matter, entries, opener, requesters } = seen;
  const last = entries.find(({ kind }) => kind === "comment" || kind === "file");
  if (!last) return;
  const holders = matter.snapshot.tasks
    .filter((task) => task.state === "open")
    .flatMap((task) => [task.holder, ...task.added]);
  const hearers = await hearersOf(ctx, [...new Set([...holders, ...requesters])], aboutOf(seen, last.seq));
  await tell(ctx, without(oneOfFirm(hearers, opener), last.actor_id), {
    kind: "remarkAdded",
    about: aboutOf(seen),
    subject: `entry:${matter.id}:${last.seq}`,
    at: last.at,
  });
}

const openTask = ({ matter }: Seen, kind: string) =>
  matter.snapshot.tasks.find((task) => task.kind === kind && task.state === "open");

async function tellReminder(ctx: EffectContext, seen: Seen, kind: string, percent: number): Promise<void> {
  const { matter, opener } = seen;
  const task = openTask(seen, kind);
  if (!task) return;
  const pressing = percent >= pressingPercent;
  const hearers = oneOfFirm(await hearersOf(ctx, [task.holder, ...task.added], aboutOf(seen)), opener);
  await tell(
    ctx,
    hearers.filter((hearer) => pressing || hearer.kind === "staff"),
    {
      kind: pressing ? "taskPressing" : "taskReminded",
      about: aboutOf(seen),
      subject: `remind:${matter.id}:${task.no}:${percent}`,
      params: { procedure: matter.procedure, task: task.kind, percent },
      at: ctx.at,
    },
  );
}

/** The holder hears that his limit is over, each level that it has come to him. */
async function tellClimb(ctx: EffectContext, seen: Seen, kind: string): Promise<void> {
  const { matter, opener } = seen;
  const task = openTask(seen, kind);
  if (!task) return;
  const holders = oneOfFirm(await hearersOf(ctx, [task.holder], aboutOf(seen)), opener);
  const params = { procedure: matter.procedure, task: task.kind };
  await tell(ctx, holders, {
    kind: "limitOver",
    about: aboutOf(seen),
    subject: `over:${matter.id}:${task.no}`,
    params,
    at: ctx.at,
  });
  const known = new Set(holders.map(({ accountId }) => accountId));
  const added = (await hearersOf(ctx, task.added, aboutOf(seen))).filter(({ accountId }) => !known.has(accountId));
  await tell(ctx, oneOfFirm(added, opener), {
    kind: "broughtIn",
    about: aboutOf(seen),
    subject: `climb:${matter.id}:${task.no}`,
    params,
    at: ctx.at,
  });
}

/** Officer A hears of the work that has come with a stage. */
async function tellStageWork(ctx: EffectContext, project: number): Promise<void> {
  const officer = await ctx.db
    .selectFrom("principal")
    .select("id")
    .where("kind", "=", "project")
    .where("ref_id", "=", project)
    .where("duty", "=", "a")
    .executeTakeFirst();
  if (!officer) return;
  const about: About = { project, firm: null };
  await tell(ctx, await hearersOf(ctx, [officer.id], about), {
    kind: "stageWorkOpened",
    about,
    subject: `stage:${project}:${ctx.at.toISOString()}`,
    at: ctx.at,
  });
}
