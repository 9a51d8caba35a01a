import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import type { FullCity } from "../city/full.ts";
import type { Asking, Course } from "../course.ts";
import { createDice } from "../dice.ts";
import type { TopicKey } from "../places.ts";
import { momentBefore } from "../time.ts";
import { type Asked, askedOf } from "./ask.ts";
import { castFor, headOf, sectionOf } from "./cast.ts";
import type { Part } from "./life.ts";
import { phrases } from "./pool/phrases.ts";
import { questions } from "./pool/index.ts";
import type { Roster } from "./roster.ts";

/** A matter of today, by working minutes before the present: it stands at the same minute whatever the hour. */
interface Wanted {
  readonly topic: TopicKey;
  readonly ago: number;
  readonly alone?: true;
  readonly steps: readonly (readonly [ago: number, step: keyof typeof forms])[];
}

/** What each step is, by whom, with what in its form. */
const forms = {
  acknowledge: ["handler", () => ({ text: phrases.acknowledge[0] })],
  answer: ["handler", ({ answer, question }: Asked) => ({ text: answer, source: question.source })],
  askSpecialist: ["handler", () => ({ text: phrases.toSpecialist[2] })],
  sendToReview: ["handler", ({ answer, question }: Asked) => ({ text: answer, source: question.source })],
  confirm: ["asker", () => ({ verdict: "SOLVED", stars: 4 })],
  reopen: ["asker", () => ({ text: phrases.reopen[1] })],
} as const satisfies Record<string, readonly [Part, (asked: Asked) => Readonly<Record<string, unknown>>]>;

/**
 * What waits today at the desks of those whom one can try the platform as, all in the county of the hand-written
 * stories: late enough for the program office and for the leader, drafts and reviews for the departments, questions
 * without a project for their desks.
 */
const wanted: readonly Wanted[] = [
  { topic: "security", ago: 545, steps: [] },
  { topic: "traffic", ago: 655, steps: [] },
  { topic: "residence", ago: 1780, steps: [[1690, "acknowledge"]] },
  {
    topic: "other",
    ago: 5200,
    steps: [
      [5080, "answer"],
      [4700, "confirm"],
      [190, "reopen"],
    ],
  },
  {
    topic: "traffic",
    ago: 420,
    steps: [
      [380, "acknowledge"],
      [340, "askSpecialist"],
    ],
  },
  {
    topic: "traffic",
    ago: 720,
    steps: [
      [655, "acknowledge"],
      [630, "askSpecialist"],
    ],
  },
  { topic: "traffic", ago: 130, steps: [[85, "askSpecialist"]] },
  {
    topic: "law",
    ago: 330,
    steps: [
      [300, "acknowledge"],
      [215, "sendToReview"],
    ],
  },
  {
    topic: "economic",
    ago: 560,
    steps: [
      [520, "acknowledge"],
      [330, "sendToReview"],
    ],
  },
  { topic: "law", ago: 240, steps: [[60, "sendToReview"]] },
  { topic: "residence", ago: 95, alone: true, steps: [] },
  { topic: "borders", ago: 400, alone: true, steps: [[350, "acknowledge"]] },
  {
    topic: "residence",
    ago: 300,
    steps: [
      [280, "acknowledge"],
      [250, "askSpecialist"],
    ],
  },
  { topic: "cyber", ago: 180, alone: true, steps: [] },
  {
    topic: "security",
    ago: 800,
    steps: [
      [760, "acknowledge"],
      [500, "answer"],
    ],
  },
];

/** @param recent titles that stand beside these in the lists */
export function drawPresent(
  city: FullCity,
  roster: Roster,
  now: Date,
  calendar: WorkCalendar,
  recent: ReadonlySet<string>,
): Course<Asking>[] {
  const titles = new Set(recent);
  const dice = createDice("present");
  const today = shanghaiDay(now);
  const begun = city.plan.projects.filter(
    ({ key, stages }) => city.sites.get(key)?.branch.key === "lijin" && (stages.at(-1)?.since ?? today) < today,
  );
  const projects = dice.shuffled(begun);
  return wanted.map(({ topic, ago, alone = false, steps }, index) => {
    const project = projects[index % projects.length];
    if (!project) throw new Error("nothing is built in the county");
    const stage = project.stages.at(-1)?.stage ?? "";
    const fitting = questions.filter(
      (one) => one.topic === topic && (one.stages === undefined || (!alone && one.stages.includes(stage))),
    );
    const drawn = fitting.map((one) => askedOf(one, dice));
    const fresh = drawn.filter(({ title }) => !titles.has(title));
    const asked = dice.pick(fresh.length > 0 ? fresh : drawn);
    titles.add(asked.title);
    const by = city.askers.get(project.firm)?.[0] ?? "";
    const place = { project, alone, branch: "lijin", by };
    const cast = castFor(city, roster, { ...place, topic }, dice);
    return {
      ...headOf({
        ...place,
        at: momentBefore(calendar, now, ago),
        procedure: "consultation",
        channel: "web",
        title: asked.title,
        topic,
        private: false,
        form: { question: sectionOf(asked.text, false, dice) },
      }),
      acts: steps.map(([before, step]) => {
        const at = momentBefore(calendar, now, before);
        const [part, form] = forms[step];
        return { at, by: cast(part, at), does: { kind: "step", step, form: form(asked) }, reads: true };
      }),
    };
  });
}
