import type { Deed } from "../course.ts";
import type { Dice } from "../dice.ts";
import { topics } from "../places.ts";
import type { Asked } from "./ask.ts";
import { phrases } from "./pool/phrases.ts";

/** Who does something, as a part in the matter; `history/draw.ts` knows who has it at that time. */
export type Part = "asker" | "handler" | "deputy" | "specialist" | "chief" | "office";

export interface Step {
  /** Working minutes after the one before. */
  readonly after: number;
  readonly by: Part;
  readonly does: Deed;
}

/** The limits of the consultation's tasks in working minutes (`capabilities/consultation/procedure.ts`). */
const firstReplyLimit = 240;
const oneDay = 450;
/** After it silence ends a matter by itself, or lets the officer go on without an answer. */
const silence = 10 * oneDay;

/** A list of steps and the ways to add to it. */
export function stepList() {
  const steps: Step[] = [];
  const add = (after: number, by: Part, does: Deed) => void steps.push({ after, by, does });
  const step = (after: number, by: Part, name: string, form: Readonly<Record<string, unknown>>) =>
    add(after, by, { kind: "step", step: name, form });
  const text = (after: number, by: Part, name: string, words: string) => step(after, by, name, { text: words });
  return { steps, add, step, text };
}

/** Draws how one consultation goes, from its first reply to its end or to where it is left. */
export function drawLife(dice: Dice, asked: Asked, hasProject: boolean): Step[] {
  const { steps, add, step, text } = stepList();
  const { question } = asked;
  const { reviewed } = topics[question.topic];
  const life = { dice, asked, step, text, reviewed };

  if (dice.chance(0.025)) {
    text(dice.between(20, 200), "asker", "withdraw", dice.pick(phrases.withdraw));
    return steps;
  }
  if (question.elsewhere && dice.chance(0.5)) {
    const [why, whereTo, remedy] = question.elsewhere;
    step(dice.between(25, 220), "handler", "notOurRemit", { text: why, whereTo, remedy });
    return steps;
  }
  const first = drawFirstReply(life, hasProject);
  if (hasProject && dice.chance(0.08)) {
    add(dice.between(10, 60), "asker", { kind: "comment", audience: "shared", text: dice.pick(phrases.shared) });
  }
  if (hasProject && first !== "answered" && dice.chance(0.12)) {
    add(dice.between(15, 90), "handler", { kind: "comment", audience: "handlers", text: dice.pick(phrases.inside) });
  }
  if (first !== "answered") drawAnswer(life);
  drawEnd(life);
  return steps;
}

interface Life {
  readonly dice: Dice;
  readonly asked: Asked;
  readonly reviewed: boolean;
  step(after: number, by: Part, name: string, form: Readonly<Record<string, unknown>>): void;
  text(after: number, by: Part, name: string, words: string): void;
}

/** Most come in time, some late: then whoever the clock has added may have answered instead. */
function drawFirstReply({ dice, asked, reviewed, step, text }: Life, hasProject: boolean): "answered" | "acknowledged" {
  const late = dice.weighted([
    [88, "no"],
    [9, "late"],
    [3, "very"],
  ] as const);
  if (late === "late") {
    const by = hasProject && dice.chance(0.4) ? "deputy" : "handler";
    text(
      dice.between(firstReplyLimit + 6, firstReplyLimit + 170),
      by,
      "acknowledge",
      dice.pick(phrases.acknowledgeLate),
    );
    return "acknowledged";
  }
  if (late === "very") {
    // The station's chief was added half a limit later.
    text(dice.between(firstReplyLimit * 1.5 + 10, 700), "chief", "acknowledge", dice.pick(phrases.acknowledgeLate));
    return "acknowledged";
  }
  if (!reviewed && dice.chance(0.34)) {
    step(dice.between(15, 225), "handler", "answer", { text: asked.answer, source: asked.question.source });
    return "answered";
  }
  const pool = reviewed ? phrases.acknowledgeForReview : phrases.acknowledge;
  text(dice.between(8, dice.chance(0.6) ? 90 : 230), "handler", "acknowledge", dice.pick(pool));
  return "acknowledged";
}

function drawAnswer(life: Life): void {
  const { dice, asked, reviewed, step, text } = life;
  const { back } = asked.question;
  if (back && dice.chance(0.5)) {
    const [ask, supplied] = back;
    text(dice.between(20, 150), "handler", "askBack", asked.fill(ask));
    if (dice.chance(0.12)) {
      // Nothing came: the clock let the officer go on with what he had.
      answer(life, dice.between(60, 380), asked.answer, "handler", silence);
      return;
    }
    text(dice.between(60, dice.chance(0.7) ? 500 : 2600), "asker", "supply", asked.fill(supplied));
  }
  if (!reviewed && dice.chance(0.16)) {
    text(dice.between(10, 60), "handler", "askSpecialist", dice.pick(phrases.toSpecialist));
    step(dice.between(60, 280), "specialist", "submitDraft", { text: asked.answer, source: asked.question.source });
    answer(life, dice.between(15, 90), asked.answer);
    return;
  }
  const late = dice.chance(0.07);
  answer(life, late ? dice.between(oneDay + 20, oneDay * 2) : dice.between(40, 380), asked.answer);
}

/** An answer, by way of a specialist where the topic asks for it. `pause`: what has to pass before anybody begins. */
function answer(life: Life, after: number, words: string, by: Part = "handler", pause = 0): void {
  const { dice, asked, reviewed, step, text } = life;
  const { source } = asked.question;
  if (!reviewed) {
    step(pause + after, by, "answer", { text: words, source });
    return;
  }
  if (dice.chance(0.14)) {
    const draft = words.slice(0, Math.max(12, words.indexOf("。") + 1));
    step(pause + Math.max(20, Math.floor(after / 3)), by, "sendToReview", { text: draft, source });
    text(dice.between(40, 160), "specialist", "returnDraft", dice.pick(phrases.returnDraft));
    step(dice.between(20, 90), by, "sendToReview", { text: words, source });
  } else {
    step(pause + Math.max(20, Math.floor(after / 2)), by, "sendToReview", { text: words, source });
  }
  step(dice.between(30, 260), "specialist", "approve", {});
}

/** What the firm makes of the answer. */
function drawEnd(life: Life): void {
  const { dice, asked, text } = life;
  const { more } = asked.question;
  if (dice.chance(more ? 0.2 : 0.06)) {
    const [ask, told] = more ?? dice.pick(phrases.followUp);
    text(dice.between(30, 700), "asker", "followUp", asked.fill(ask));
    answer(life, dice.between(25, 300), asked.fill(told));
  }
  // Silence: closed without a verdict by the clock.
  if (dice.chance(0.14)) return;
  if (dice.chance(0.06)) {
    text(dice.between(40, 1500), "asker", "notAnswered", dice.pick(phrases.notAnswered));
    const again = dice.pick(phrases.answerAgain).replace("{answer}", asked.answer);
    answer(life, dice.between(60, 420), again, dice.chance(0.35) ? "chief" : "handler");
    if (dice.chance(0.3)) {
      text(dice.between(40, 1500), "asker", "notAnswered", dice.pick(phrases.notAnswered));
      if (dice.chance(0.5)) reopen(life, false);
      return;
    }
  }
  const rated = confirm(life, false);
  if (dice.chance(0.025)) reopen(life, rated);
}

/** Stars are given once in a matter. Gives whether they have been. */
function confirm({ dice, step }: Life, rated: boolean): boolean {
  const after = dice.weighted([
    [6, dice.between(15, 420)],
    [3, dice.between(420, 2000)],
    [1, dice.between(2000, 4000)],
  ]);
  const verdict = dice.chance(0.1) ? "PARTLY" : "SOLVED";
  const stars = dice.weighted(verdict === "SOLVED" ? solvedStars : partlyStars);
  const rates = !rated && dice.chance(0.78);
  step(after, "asker", "confirm", rates ? { verdict, stars } : { verdict });
  return rated || rates;
}

const solvedStars = [
  [62, 5],
  [30, 4],
  [6, 3],
  [1, 2],
  [1, 1],
] as const;
const partlyStars = [
  [10, 5],
  [40, 4],
  [38, 3],
  [9, 2],
  [3, 1],
] as const;

/** Within thirty days, once; it goes to the program office, which answers or lets the officer answer. */
function reopen(life: Life, rated: boolean): void {
  const { dice, asked, text } = life;
  text(dice.between(oneDay, oneDay * 14), "asker", "reopen", dice.pick(phrases.reopen));
  const again = dice.pick(phrases.answerAgain).replace("{answer}", asked.answer);
  answer(life, dice.between(60, 420), again, dice.chance(0.4) ? "office" : "handler");
  confirm(life, rated);
}
