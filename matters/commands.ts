import {
  isWithoutName,
  keptFrom,
  openingCapacities,
  type PrincipalsByCapacity,
  principalsOf,
  withoutName,
} from "#access/capacities.ts";
import type { matterRules } from "#access/rules/matters.ts";
import type { Actor, Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { peopleOf, substitutesOf } from "#directory/people.queries.ts";
import { AppError } from "#kernel/errors.ts";
import type { Capacity, Procedure } from "#kernel/procedure.ts";
import type { contract } from "./contract.ts";
import { settleDue } from "./due.commands.ts";
import { attachFiles } from "./files.commands.ts";
import { stepMany } from "./many.commands.ts";
import { openMatter, parseSections } from "./opening.commands.ts";
import { relationsFor } from "./relations.queries.ts";
import { takeStep } from "./steps.commands.ts";
import {
  openIfVisible,
  type LoadedMatter,
  lockMatter,
  openDoor,
  procedureOf,
  type Standing,
  standingOf,
} from "./store.queries.ts";
import { refuseSwitchedOff } from "./switched-off.queries.ts";
import { turnsOf } from "./turns.queries.ts";
import { type Author, writeEntry } from "./write.commands.ts";

type Writes = "matter.open" | "matter.step" | "matter.stepMany" | "matter.comment" | "matter.attach";

/** The operations that change matters, for the procedures that this city has. */
export function matterCommands(
  procedures: ReadonlyMap<string, Procedure>,
): Handlers<Pick<typeof contract, Writes>, Pick<typeof matterRules, Writes>> {
  return {
    "matter.open": async (ctx, input) => {
      const procedure = procedures.get(input.procedure);
      if (!procedure) {
        // Nobody can say any more what it was to be.
        if (input.anonymous && ctx.actor.kind === "member") ctx.unnamed();
        throw new AppError("invalid", { issues: [{ path: "procedure", code: "unknownProcedure" }] });
      }
      const aboutConduct = procedure.aboutConduct === true;
      const aboutOneself = procedure.aboutOneself === true;
      // It is about a person and no project; one would make it a matter of its firm.
      if (aboutOneself && input.projectId !== null) {
        throw new AppError("invalid", { issues: [{ path: "projectId", code: "notAllowed" }] });
      }
      // From here on: what is refused names nobody either.
      const anonymous = input.anonymous && aboutConduct && ctx.actor.kind === "member";
      if (anonymous) ctx.unnamed();
      const relations = await relationsFor(ctx, {
        ...input,
        private: input.private || aboutConduct || aboutOneself,
        aboutOneself,
      });
      const principals = await principalsOf(ctx.db, { ...relations, id: 0 });
      const capacities = openingCapacities(ctx.actor, principals, aboutOneself);
      const openedBy = relations.onBehalf ? (procedure.openedOnBehalfBy ?? []) : procedure.openedBy;
      return {
        subject: { openedBy, capacities, aboutOneself },
        run: async () => {
          // "Only me" is a firm's person's; what an officer writes down is the firm's.
          if (relations.private && (!procedure.allowsPrivate || relations.onBehalf)) {
            throw new AppError("invalid", { issues: [{ path: "private", code: "notAllowed" }] });
          }
          if ((input.channel !== "web") !== relations.onBehalf) {
            throw new AppError("invalid", { issues: [{ path: "channel", code: "notAllowed" }] });
          }
          if (input.anonymous && !anonymous) {
            throw new AppError("invalid", { issues: [{ path: "anonymous", code: "notAllowed" }] });
          }
          await refuseSwitchedOff(ctx, procedure, relations.stationId);
          await checkNamed(ctx, aboutConduct, input);
          const matter = await openMatter(ctx, {
            procedure,
            ...(anonymous
              ? await withoutName(ctx, relations, input.about)
              : { relations, barred: aboutConduct ? await keptFrom(ctx.db, relations, input.about) : [] }),
            title: input.title,
            form: parseSections(procedure, input.form),
            files: input.files,
            author: authorOf(ctx.actor, openedBy, { own: capacities, byTasks: [], all: capacities }, anonymous),
            at: ctx.now,
            held: ctx.actor.principals,
            channel: input.channel,
          });
          await openDoor(ctx.db, null);
          ctx.about(`matter:${matter.id}`);
          return {
            id: matter.id,
            number: matter.number,
            turns: (await turnsOf(ctx, [matter.id])).get(matter.id) ?? [],
          };
        },
      };
    },

    "matter.step": async (ctx, input) => {
      const found = await findMatter(ctx, procedures, input.id);
      if (!found) return undefined;
      const { procedure, matter, standing, principals } = found;
      const step = findOwn(procedure.steps, input.step);
      if (!step) throw new AppError("invalid", { issues: [{ path: "step", code: "unknownStep" }] });
      // Before the question who may: to whoever saw an older page the answer is that it is old.
      if (input.version !== matter.snapshot.version) {
        throw new AppError("stale-version", { params: { version: matter.snapshot.version } });
      }
      return {
        subject: { capacities: standing.all, by: step.by, ...meeting(procedure) },
        run: async () => {
          const author = authorOf(ctx.actor, step.by, standing, isWithoutName(ctx.actor, input.id));
          const request = {
            step: input.step,
            form: input.form,
            files: input.files,
            at: ctx.now,
            held: ctx.actor.principals,
          };
          const after = await takeStep(ctx, procedures, matter, principals, author, request);
          await openDoor(ctx.db, null);
          const { version, state, phase } = after.snapshot;
          return { id: input.id, version, state, phase };
        },
      };
    },

    "matter.stepMany": (ctx, input) => Promise.resolve({ subject: {}, run: () => stepMany(ctx, procedures, input) }),

    "matter.comment": async (ctx, input) =>
      writeFor(ctx, procedures, input.id, input.audience, async (found, author) =>
        append(ctx, found, author, "comment", input.audience, { text: input.text }, input.files),
      ),

    "matter.attach": async (ctx, input) =>
      writeFor(ctx, procedures, input.id, input.audience, async (found, author) =>
        append(ctx, found, author, "file", input.audience, {}, input.files),
      ),
  };
}

/** Only people of the project can be named; nobody is found out about by naming him. */
async function checkNamed(
  ctx: Context,
  aboutConduct: boolean,
  { about, projectId }: { readonly about: readonly number[]; readonly projectId: number | null },
): Promise<void> {
  if (about.length === 0) return;
  const people =
    aboutConduct && projectId !== null
      ? [...((await peopleOf(ctx, [projectId])).get(projectId) ?? []), ...(await substitutesOf(ctx, projectId))]
      : [];
  const known = new Set(people.map(({ accountId }) => accountId));
  if (about.every((account) => known.has(account))) return;
  throw new AppError("invalid", { issues: [{ path: "about", code: aboutConduct ? "notAChoice" : "notAllowed" }] });
}

interface Found {
  readonly matter: LoadedMatter;
  readonly procedure: Procedure;
  readonly principals: PrincipalsByCapacity;
  readonly standing: Standing;
}

/** What the rules must know of its kind. */
function meeting({ aboutOneself }: Procedure) {
  return { aboutOneself: aboutOneself === true };
}

/** What a record declares under a name from outside; names that every object has are nobody's. */
function findOwn<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * Locks a matter that the actor can see and says in what qualities he stands to it. What the clock owes is settled
 * first, so that the history keeps the order in which things were due.
 */
async function findMatter(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  id: number,
): Promise<Found | undefined> {
  if (!(await openIfVisible(ctx.db, id))) return undefined;
  ctx.about(`matter:${id}`);
  const matter = await settleDue(ctx, procedures, await lockMatter(ctx.db, id));
  const principals = await principalsOf(ctx.db, matter.relations);
  const procedure = procedureOf(procedures, matter.procedure);
  return { matter, procedure, principals, standing: standingOf(ctx.actor, procedure, matter, principals) };
}

async function writeFor(
  ctx: Context,
  procedures: ReadonlyMap<string, Procedure>,
  id: number,
  audience: string,
  write: (found: Found, author: Author) => Promise<number>,
) {
  const found = await findMatter(ctx, procedures, id);
  if (!found) return undefined;
  const { standing, procedure, matter } = found;
  const declared = findOwn(procedure.audiences, audience);
  if (!declared) throw new AppError("invalid", { issues: [{ path: "audience", code: "notAChoice" }] });
  return {
    subject: { capacities: standing.all, writers: declared.writers, ...meeting(procedure) },
    run: async () => {
      if (matter.snapshot.phase === "closed") throw new AppError("illegal-step", { params: { reason: "closed" } });
      const author = authorOf(ctx.actor, declared.writers, standing, isWithoutName(ctx.actor, id));
      const seq = await write(found, author);
      await openDoor(ctx.db, null);
      return { seq };
    },
  };
}

async function append(
  ctx: Context,
  found: Found,
  author: Author,
  kind: "comment" | "file",
  audience: string,
  form: Record<string, unknown>,
  files: readonly string[],
): Promise<number> {
  const after = await writeEntry(ctx, found.procedure, found.matter, author, {
    kind,
    name: kind,
    audience,
    at: ctx.now,
    form,
    resolved: {},
  });
  await attachFiles(ctx, after, author, audience, files);
  const name = kind === "comment" ? "matterCommented" : "fileAttached";
  await ctx.emit({ name, matter: after.id }, after.audiences.get(audience) ?? [], after.barred);
  return after.snapshot.seq;
}

/**
 * The actor in the first of his own capacities that is admitted; whom a task was brought to keeps his own name, and nobody
 * stands for the requester of a complaint without one.
 */
function authorOf(actor: Actor, admitted: readonly Capacity[], { own, all }: Standing, unnamed: boolean): Author {
  const capacity = admitted.find((one) => own.includes(one)) ?? own[0] ?? all[0];
  if (capacity === undefined) throw new Error("whoever acts has a capacity");
  if (unnamed) return { accountId: null, label: "", capacity };
  return { accountId: actor.accountId, label: actor.dutyName, capacity };
}
