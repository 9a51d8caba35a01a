import { AppError } from "#kernel/errors.ts";
import { contract } from "#matters/contract.ts";
import type { Act, By, Story } from "./acts.ts";
import type { City } from "./directory.ts";
import { absences, type Login, type MemberLogin, members } from "./people.ts";
import { drawPicture, type Picture } from "./pictures.ts";
import { type FirmKey, projects, topics } from "./places.ts";
import type { Caller, Stage } from "./stage.ts";
import { momentBefore } from "./time.ts";

/** A clock that the seed moves forward. */
export interface SeedClock {
  now(): Date;
  set(at: Date): void;
}

interface Happening {
  readonly what: string;
  readonly ago: number;
  run(): Promise<void>;
}

/**
 * Lets the stories happen one after the other, whatever is due in between included, and leaves the clock at `now`.
 * Strictly in the order of time: two at once would make numbers and time lines differ from run to run.
 */
export async function play(
  stage: Stage,
  city: City,
  stories: readonly Story[],
  clock: SeedClock,
  now: Date,
): Promise<void> {
  const calendar = stage.calendar();
  const happenings = stories.flatMap((story) => tell(stage, city, story)).toSorted((one, other) => other.ago - one.ago);
  for (const happening of happenings) {
    clock.set(momentBefore(calendar, now, happening.ago));
    await stage.settleDue();
    try {
      await happening.run();
    } catch (error) {
      throw new Error(`The demo city cannot go on: ${happening.what}`, { cause: error });
    }
  }
  clock.set(now);
  await stage.settleDue();
}

/** What one story lets happen, each at its time. */
function tell(stage: Stage, city: City, story: Story): Happening[] {
  let matter: number | undefined;
  let ago = story.ago;
  const opening: Happening = {
    what: `${story.by} asks “${story.title}”`,
    ago,
    run: async () => {
      matter = await ask(stage, city, story);
    },
  };
  const acts = story.acts.map((act): Happening => {
    ago -= act.after;
    const at = ago;
    return {
      what: `${act.by}, ${JSON.stringify(act.does)} in “${story.title}”`,
      ago: at,
      run: async () => {
        if (matter === undefined) throw new Error(`“${story.title}” goes on before it was asked`);
        await perform(stage, callerOf(city, fill(story, act.by, at), story.firm), matter, act);
      },
    };
  });
  return [opening, ...acts];
}

async function ask(stage: Stage, city: City, story: Story): Promise<number> {
  const by = callerOf(city, story.by, story.firm);
  const files: string[] = [];
  for (const picture of story.pictures ?? []) files.push(await photograph(stage, by, picture));
  const { id } = await stage.call(
    contract["matter.open"],
    {
      procedure: "consultation",
      projectId: story.project === null ? null : city.projects[story.project],
      title: story.title,
      topic: story.topic,
      private: story.private ?? false,
      form: {
        question: {
          text: story.question,
          urgency: story.soon ? "soon" : "normal",
          tradeSecret: story.tradeSecret ?? false,
        },
      },
      files,
    },
    by,
  );
  return id;
}

async function photograph(stage: Stage, by: Caller, picture: Picture): Promise<string> {
  return stage.upload(by, "现场照片.jpg", await drawPicture(picture));
}

/** Everybody opens the matter before he writes to it, as on the screen; the reading is on record too. */
async function perform(stage: Stage, by: Caller, matter: number, { does }: Act): Promise<void> {
  if (does.kind === "intrude") return intrude(stage, by, matter);
  const seen = await stage.call(contract["matter.get"], { id: matter }, by);
  if (does.kind === "step") {
    const { step, form } = does;
    await stage.call(contract["matter.step"], { id: matter, step, version: seen.version, form }, by);
  } else if (does.kind === "comment") {
    await stage.call(contract["matter.comment"], { id: matter, audience: does.audience, text: does.text }, by);
  }
}

/** Tries a matter that is not his to see: answered as if there were nothing, and on record. */
async function intrude(stage: Stage, by: Caller, matter: number): Promise<void> {
  const answer = await stage.call(contract["matter.get"], { id: matter }, by).catch((error: unknown) => error);
  if (!(answer instanceof AppError) || answer.code !== "not-found") {
    throw new Error(`account ${by.accountId} was not turned away from matter ${matter}`, { cause: answer });
  }
}

/** Who fills the place at that time. */
function fill(story: Story, by: By, ago: number): Login {
  if (by === "asker") return story.by;
  const { person } = topics[story.topic];
  if (by === "specialist") return person;
  if (by !== "officer") return by;
  if (story.project === null) return person;
  const { A, B } = projects[story.project].people;
  return absences.some(({ who, from, to }) => who === A && from >= ago && ago > to) ? B : A;
}

/** For the story's firm when he acts for it, else for his own. */
function callerOf(city: City, login: Login, firm: FirmKey): Caller {
  const accountId = city.accounts[login];
  if (!isMember(login)) return { accountId, enterpriseId: null };
  const grants: readonly (readonly [string, FirmKey])[] = members[login].grants;
  const [, own] = grants.find(([, at]) => at === firm) ?? grants[0] ?? [];
  return { accountId, enterpriseId: own === undefined ? null : city.firms[own] };
}

function isMember(login: Login): login is MemberLogin {
  return login in members;
}
