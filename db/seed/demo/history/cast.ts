import type { FullCity } from "../city/full.ts";
import { branches, departmentOf } from "../city/units.ts";
import type { Asking, Course } from "../course.ts";
import type { Dice } from "../dice.ts";
import { type TopicKey, topics } from "../places.ts";
import type { ProjectPlan } from "../plan.ts";
import type { Part } from "./life.ts";
import type { Roster } from "./roster.ts";

interface Place {
  readonly project: ProjectPlan;
  /** The firm asks without its project: the desk of the topic's department has it. */
  readonly alone: boolean;
  readonly branch: string;
  readonly by: string;
}

/** Who has a part in a matter at an instant, as `access/capacities.ts` says it. */
export function castFor(
  city: FullCity,
  roster: Roster,
  { project, alone, branch, by, topic }: Place & { readonly topic: TopicKey },
  dice: Dice,
): (part: Part, at: Date) => string {
  const experts = city.posts.specialists.get(departmentOf(branchOf(branch), topics[topic].department)) ?? [];
  const expert = dice.pick(experts);
  // The first of a department keeps its desk.
  const desk = experts[0] ?? expert;
  return (part, at) => {
    switch (part) {
      case "asker":
        return by;
      case "specialist":
        return expert;
      case "office":
        return roster.office(branch);
      case "handler":
        return alone ? desk : roster.officer(project.key, at);
      case "deputy":
        return alone ? desk : roster.deputy(project.key, at);
      case "chief":
        return alone ? desk : roster.chief(project.station);
    }
  };
}

interface Opening extends Place {
  readonly at: Date;
  readonly procedure: Asking["procedure"];
  readonly channel: Asking["channel"];
  readonly title: string;
  readonly topic: TopicKey;
  readonly private: boolean;
  readonly form: Asking["form"];
}

/** All of a course but what happens after its opening. */
export function headOf({ branch, project, alone, title, ...opening }: Opening): Omit<Course<Asking>, "acts"> {
  const { at, by, procedure, channel, topic, form } = opening;
  return {
    title,
    drawn: true,
    area: branchOf(branch).area,
    opening: {
      at,
      by,
      firm: project.firm,
      procedure,
      channel,
      project: alone ? null : project.key,
      topic,
      private: opening.private,
      form,
      pictures: [],
    },
  };
}

/** The first section of what is asked. */
export function sectionOf(text: string, secret: boolean, dice: Dice) {
  return { text, urgency: dice.chance(0.12) ? "soon" : "normal", tradeSecret: secret };
}

function branchOf(key: string) {
  const branch = branches.find((one) => one.key === key);
  if (!branch) throw new Error(`no branch ${key}`);
  return branch;
}
