import type { PassedOn } from "../course.ts";
import type { Dice } from "../dice.ts";
import { type Step, stepList } from "./life.ts";
import { type Report, ticketWords } from "./pool/tickets.ts";

type Fill = (text: string) => string;
type Class = PassedOn["ticket"]["class"];

/** Working minutes from the first contact to the reply: in time, and late. */
const replies: Readonly<Record<Class, readonly [inTime: readonly [number, number], late: readonly [number, number]]>> =
  {
    H2: [
      [15, 50],
      [130, 240],
    ],
    H24: [
      [40, 150],
      [480, 700],
    ],
    D7: [
      [200, 1500],
      [2900, 3600],
    ],
    D15: [
      [900, 3200],
      [5600, 6600],
    ],
  };

/** Draws how one ticket goes, from being signed to the return call or to where it is left. */
export function drawTicketLife(dice: Dice, report: Report, urgency: Class, fill: Fill, helped: boolean): Step[] {
  const { steps, add, step, text } = stepList();
  const hurried = urgency === "H2" || urgency === "H24";
  const slow = !hurried && dice.chance(0.12);
  step(dice.between(slow ? 66 : 4, slow ? 190 : hurried ? 15 : 52), "handler", "sign", {});
  if (report.elsewhere && dice.chance(0.35)) {
    const [basis, why, whereTo] = report.elsewhere;
    step(dice.between(10, 90), "handler", "dispute", { basis, text: why });
    if (dice.chance(0.6)) {
      step(dice.between(30, 200), "office", "ruleNotOurs", { basis, whereTo, text: ticketWords.ruling[1] });
      return steps;
    }
    text(dice.between(30, 200), "office", "ruleOurs", ticketWords.ruling[0]);
  }
  const late = !hurried && dice.chance(0.1);
  const how = dice.chance(0.75) ? "PHONE" : "VISIT";
  step(dice.between(late ? 470 : 5, late ? 700 : hurried ? 20 : 260), "handler", "contact", {
    how,
    text: fill(report.contact),
  });
  let rest = dice.between(...replies[urgency][dice.chance(0.1) ? 1 : 0]);
  if (helped && !hurried && dice.chance(0.18)) {
    text(15, "handler", "askHelp", dice.pick(ticketWords.askHelp));
    text(60, "deputy", "help", dice.pick(ticketWords.help));
    rest = Math.max(60, rest - 75);
  }
  reply(rest);
  if (dice.chance(0.4)) add(dice.between(5, 40), "office", { kind: "export" });
  returnCall(late);
  return steps;

  function reply(after: number): void {
    const { part, impossible } = report;
    if (impossible && dice.chance(0.3)) {
      step(after, "handler", "reply", { result: "LAWFULLY_IMPOSSIBLE", text: impossible[0], law: impossible[1] });
    } else if (part && dice.chance(0.3)) {
      step(after, "handler", "reply", { result: "PART_DONE", text: fill(part) });
    } else {
      step(after, "handler", "reply", { result: "DONE", text: fill(dice.pick(report.done)) });
    }
  }

  /** The caller's three answers; who came late hears of it. */
  function returnCall(wasLate: boolean): void {
    const contacted = dice.chance(wasLate ? 0.35 : 0.95) ? "IN_TIME" : "NOT_IN_TIME";
    if (dice.chance(0.1)) {
      text(dice.between(60, 900), "office", "missed", dice.pick(ticketWords.missed));
      if (dice.chance(0.4)) {
        text(dice.between(300, 900), "office", "unreached", dice.pick(ticketWords.unreached));
        return;
      }
    }
    const no = () =>
      step(dice.between(60, 1100), "office", "callBackNotSolved", {
        contacted,
        satisfied: "NOT_SATISFIED",
        text: dice.pick(ticketWords.notSolved),
      });
    if (dice.chance(0.16)) {
      no();
      const again = { result: "DONE", text: dice.pick(ticketWords.again) };
      step(dice.between(300, 1700), dice.chance(0.3) ? "chief" : "handler", "reply", again);
      if (dice.chance(0.35)) {
        no();
        return;
      }
    }
    const verdict = dice.chance(0.1) ? "PARTLY" : "SOLVED";
    const satisfied = dice.chance(verdict === "SOLVED" ? 0.93 : 0.5) ? "SATISFIED" : "NOT_SATISFIED";
    step(dice.between(60, 1100), "office", "callBack", {
      contacted,
      verdict,
      satisfied,
      ...(satisfied === "SATISFIED" && dice.chance(0.4) && { text: dice.pick(ticketWords.happy) }),
    });
  }
}
