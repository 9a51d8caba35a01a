import type { Dice } from "../dice.ts";
import type { FilledDemand } from "./ask.ts";
import { type Step, type Part, stepList } from "./life.ts";
import { phrases } from "./pool/phrases.ts";

/** Limits of the appeal's tasks in working minutes (`capabilities/appeal/procedure.ts`). */
const acceptLimit = 240;
const oneDay = 450;
const handleLimits = { SIMPLE: 3 * oneDay, ORDINARY: 10 * oneDay, COMPLEX: 20 * oneDay } as const;

/** Draws how one appeal goes, from its submission to its end or to where it is left. */
export function drawAppealLife(dice: Dice, filled: FilledDemand, hasProject: boolean): Step[] {
  const { steps, step, text } = stepList();
  const { demand } = filled;
  const later = (low: number, high: number) => dice.between(low, high);

  if (!hasProject) step(later(30, 400), "office", "assign", {});
  if (dice.chance(0.025)) {
    text(later(20, 200), "asker", "withdraw", dice.pick(phrases.withdraw));
    return steps;
  }
  if (demand.elsewhere && dice.chance(0.4)) {
    const [why, whereTo] = demand.elsewhere;
    const remedy = "有不同意见可拨打 12345，或向督察部门反映（12389）";
    step(later(30, 220), "handler", "notAccept", { ground: "OTHER_BODY", text: why, whereTo, remedy });
    return steps;
  }
  if (dice.chance(0.08)) {
    text(later(20, 200), "handler", "returnForSupplement", dice.pick(phrases.missing));
    text(later(60, 1800), "asker", "supplement", dice.pick(phrases.supplement));
  }
  const late = dice.chance(0.08);
  const reason = demand.class === "COMPLEX" ? { reason: dice.pick(phrases.complex) } : {};
  step(later(late ? acceptLimit + 8 : 12, late ? 460 : 215), "handler", "accept", { class: demand.class, ...reason });
  const how = dice.pick(["PHONE", "PHONE", "VISIT", "ONLINE"]);
  step(later(15, dice.chance(0.06) ? 700 : 420), "handler", "contact", { how, text: filled.contact });

  const limit = handleLimits[demand.class];
  // What is used of the limit so far, and what shall be at the end: a few are late.
  const used = dice.chance(0.08) ? 1 + dice.next() * 0.5 : 0.12 + dice.next() * 0.72;
  const left = Math.max(120, Math.round(limit * used) - 400);
  const extended = hasProject && demand.class !== "SIMPLE" && used > 0.6 && used <= 1 && dice.chance(0.4);
  if (extended) {
    // Near the end of the old time: the new one counts in full from then on, and has to be more than what is left.
    text(Math.round(limit * 0.7), "handler", "askExtension", dice.pick(phrases.extension));
    const span = demand.class === "ORDINARY" && dice.chance(0.6) ? "SHORT" : "LONG";
    step(later(20, 200), "chief", "extend", { span });
  } else if (dice.chance(0.14)) {
    text(Math.round(left / 3), "handler", "askBack", dice.pick(phrases.askBackAppeal));
    text(later(60, 1500), "asker", "supply", dice.pick(phrases.supplement));
  } else if (dice.chance(0.2)) {
    text(Math.round(left / 3), "handler", "askDepartment", dice.pick(phrases.askDepartment));
    text(later(200, 1200), "specialist", "assist", dice.pick(phrases.assist));
  }
  const outcome = { dice, filled, step, text };
  handled(outcome, extended ? later(400, 1900) : Math.round((left * 2) / 3));
  judge(outcome);
  return steps;
}

interface Outcome {
  readonly dice: Dice;
  readonly filled: FilledDemand;
  step(after: number, by: Part, name: string, form: Readonly<Record<string, unknown>>): void;
  text(after: number, by: Part, name: string, words: string): void;
}

function handled({ dice, filled, step }: Outcome, after: number, by: Part = "handler"): void {
  const { part, impossible, done } = filled;
  if (impossible && dice.chance(0.3)) {
    step(after, by, "handled", { result: "LAWFULLY_IMPOSSIBLE", text: impossible[0], law: impossible[1] });
  } else if (part && dice.chance(0.3)) {
    step(after, by, "handled", { result: "PART_DONE", text: part });
  } else {
    step(after, by, "handled", { result: "DONE", text: done });
  }
}

/** The firm's word on it: solved, partly, not solved once or twice, or none. */
function judge(outcome: Outcome): void {
  const { dice, step, text } = outcome;
  let rated = false;
  const confirm = () => {
    const verdict = dice.chance(0.12) ? "PARTLY" : "SOLVED";
    // Stars are given once in a matter.
    const stars = !rated && dice.chance(0.75) ? { stars: dice.weighted(stars5) } : {};
    rated ||= "stars" in stars;
    step(dice.between(20, 2600), "asker", "confirm", { verdict, ...stars });
  };
  if (dice.chance(0.12)) return;
  if (dice.chance(0.12)) {
    text(dice.between(40, 1800), "asker", "notSolved", dice.pick(phrases.notSolved));
    handled(outcome, dice.between(300, 2600), dice.chance(0.4) ? "chief" : "handler");
    if (dice.chance(0.3)) {
      text(dice.between(40, 1800), "asker", "notSolved", dice.pick(phrases.notSolved));
      return;
    }
  }
  confirm();
  if (dice.chance(0.04)) {
    text(dice.between(oneDay, oneDay * 14), "asker", "reopen", dice.pick(phrases.reopen));
    step(dice.between(30, 420), "office", "reassign", {});
    handled(outcome, dice.between(300, 2000));
    confirm();
  }
}

const stars5 = [
  [55, 5],
  [31, 4],
  [9, 3],
  [3, 2],
  [2, 1],
] as const;
