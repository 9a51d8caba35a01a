import type { Dice } from "../dice.ts";
import type { TopicKey } from "../places.ts";
import { type Demand, demands } from "./pool/demands.ts";
import { questions } from "./pool/index.ts";
import type { Question } from "./pool/question.ts";

/** One question with its words filled in. */
export interface Asked {
  readonly question: Question;
  readonly title: string;
  readonly text: string;
  readonly answer: string;
  /** Fills the same words into another text about the same matter. */
  fill(text: string): string;
}

/** How often a topic is asked about; what is not here is demanded only. */
const topicWeights: Readonly<Partial<Record<TopicKey, number>>> = {
  traffic: 20,
  residence: 16,
  borders: 8,
  security: 20,
  cyber: 13,
  economic: 9,
  law: 9,
  other: 9,
};

/** So many questions in a row are about different things, and so many titles are different ones. */
const questionsApart = 9;
const titlesApart = 60;
/** And of one firm so many: less than there are for any stage. */
const askedByFirm = 24;

/** Draws what a firm asks in a stage of its project, or without one. */
export type Asking = (firm: string, stage: string | null) => Asked;

/** Draws so that neighbours in a list are never alike, and no firm asks the same thing twice. */
export function createAsking(dice: Dice): Asking {
  const lastQuestions: Question[] = [];
  const lastTitles: string[] = [];
  const byFirm = new Map<string, Question[]>();
  const topics = Object.entries(topicWeights).map(([topic, weight]) => [weight, topic] as const);
  const ask: Asking = (firm, stage) => {
    const own = byFirm.get(firm) ?? [];
    const topic = dice.weighted(topics);
    const fitting = questions.filter(
      (question) =>
        question.topic === topic &&
        !lastQuestions.includes(question) &&
        !own.includes(question) &&
        (question.stages === undefined || (stage !== null && question.stages.includes(stage))),
    );
    if (fitting.length === 0) return ask(firm, stage);
    const asked = askedOf(dice.pick(fitting), dice);
    const { question, title } = asked;
    if (lastTitles.includes(title)) return ask(firm, stage);
    remember(own, question, askedByFirm);
    byFirm.set(firm, own);
    remember(lastQuestions, question, questionsApart);
    remember(lastTitles, title, titlesApart);
    return asked;
  };
  return ask;
}

/** The question in one of its forms. */
export function askedOf(question: Question, dice: Dice): Asked {
  const fill = filler(dice);
  return {
    question,
    title: fill(dice.pick(question.titles)),
    text: fill(dice.pick(question.asks)),
    answer: fill(dice.pick(question.answers)),
    fill,
  };
}

/** One demand with its words filled in. */
export interface FilledDemand {
  readonly demand: Demand;
  readonly title: string;
  readonly text: string;
  readonly contact: string;
  readonly done: string;
  readonly part: string | null;
  readonly impossible: readonly [text: string, law: string] | null;
}

/** So many demands in a row are about different things, and so many of one firm. */
const demandsApart = 3;
const demandedByFirm = 4;
const demandTitlesApart = 12;

/** Draws what a firm wants done, in a stage of its project or without one. */
export function createDemanding(dice: Dice): (firm: string, stage: string | null) => FilledDemand {
  const last: Demand[] = [];
  const byFirm = new Map<string, Demand[]>();
  const lastTitles: string[] = [];
  const draw = (firm: string, stage: string | null): FilledDemand => {
    const own = byFirm.get(firm) ?? [];
    const fitting = demands.filter(
      (one) =>
        !last.includes(one) &&
        !own.includes(one) &&
        (one.stages === undefined || (stage !== null && one.stages.includes(stage))),
    );
    const demand = dice.pick(fitting);
    const fill = filler(dice);
    const title = fill(dice.pick(demand.titles));
    if (lastTitles.includes(title)) return draw(firm, stage);
    remember(lastTitles, title, demandTitlesApart);
    remember(last, demand, demandsApart);
    remember(own, demand, demandedByFirm);
    byFirm.set(firm, own);
    return {
      demand,
      title,
      text: fill(dice.pick(demand.asks)),
      contact: fill(demand.contact),
      done: fill(dice.pick(demand.done)),
      part: demand.part === undefined ? null : fill(demand.part),
      impossible: demand.impossible ?? null,
    };
  };
  return draw;
}

function remember<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.shift();
}

const words: Readonly<Record<string, (dice: Dice) => string>> = {
  gate: (dice) => dice.pick(["东门", "西门", "南门", "北门", "二号门", "物流门", "正门"]),
  road: (dice) => dice.pick(["园区主路", "进场便道", "北侧支路", "滨河路", "物流通道", "东侧辅路", "厂前路"]),
  block: (dice) => dice.pick(["一号宿舍楼", "项目部宿舍", "专家公寓", "北区宿舍", "租来的民房", "三号宿舍楼"]),
  day: (dice) => dice.pick(["下周一", "下周三", "本周五", "月底", "下月初", "后天", "下周末"]),
  hour: (dice) => dice.pick(["早上 6 点半", "早上 7 点", "下午 5 点", "中午 12 点半", "早上 8 点"]),
  n: (dice) => String(dice.between(3, 12)),
  m: (dice) => String(dice.between(20, 90)),
  k: (dice) => String(dice.between(12, 48) * 10),
};

/** The same word has the same meaning all through one matter. */
export function filler(dice: Dice): (text: string) => string {
  const drawn = new Map<string, string>();
  return (text) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const word = drawn.get(name) ?? words[name]?.(dice);
      if (word === undefined) throw new Error(`no words for {${name}}`);
      drawn.set(name, word);
      return word;
    });
}
