import type { Deed } from "./course.ts";
import type { Login, MemberLogin } from "./people.ts";
import type { Picture } from "./pictures.ts";
import type { FirmKey, ProjectKey, TopicKey } from "./places.ts";

/**
 * Who does something: a person, or whoever fills the place then. `officer` is A, or B while A is away; without a
 * project the desk of the topic's department. `specialist` is the topic's.
 */
export type By = Login | "asker" | "officer" | "specialist";

/** One thing that happens to a matter, so many working minutes after the one before. */
export interface Act {
  readonly after: number;
  readonly by: By;
  readonly does: Deed;
}

/** One consultation from its question to where it stands at the end. */
export interface Story {
  /** Working minutes before the end at which it is asked. */
  readonly ago: number;
  readonly by: MemberLogin;
  readonly firm: FirmKey;
  readonly project: ProjectKey | null;
  readonly topic: TopicKey;
  readonly title: string;
  readonly question: string;
  readonly soon?: true;
  readonly private?: true;
  readonly tradeSecret?: true;
  readonly pictures?: readonly Picture[];
  readonly acts: readonly Act[];
}

/** Working days and minutes as working minutes. */
export const wd = (days: number, minutes = 0): number => days * 450 + minutes;

const step =
  (step: string, by: By) =>
  (after: number, form: Readonly<Record<string, unknown>> = {}): Act => ({
    after,
    by,
    does: { kind: "step", step, form },
  });
const textStep = (name: string, by: By) => (after: number, text: string) => step(name, by)(after, { text });
const sourced = (name: string, by: By) => (after: number, text: string, source: string) =>
  step(name, by)(after, { text, source });

export const acknowledge = textStep("acknowledge", "officer");
export const answer = sourced("answer", "officer");
export const askSpecialist = textStep("askSpecialist", "officer");
export const submitDraft = sourced("submitDraft", "specialist");
export const sendToReview = sourced("sendToReview", "officer");
export const approve = (after: number) => step("approve", "specialist")(after);
export const returnDraft = textStep("returnDraft", "specialist");
export const askBack = textStep("askBack", "officer");
export const supply = textStep("supply", "asker");
export const followUp = textStep("followUp", "asker");
export const notAnswered = textStep("notAnswered", "asker");
export const withdraw = textStep("withdraw", "asker");
export const reopen = textStep("reopen", "asker");

/** Stars may be left out. */
export const confirm = (after: number, stars?: number, verdict: "SOLVED" | "PARTLY" = "SOLVED") =>
  step("confirm", "asker")(after, stars === undefined ? { verdict } : { verdict, stars });
export const convert = (after: number, target: "appeal" | "service" | "case", text: string, contact: string) =>
  step("convert", "officer")(after, { target, text, contact });
export const notOurRemit = (after: number, text: string, whereTo: string, remedy: string) =>
  step("notOurRemit", "officer")(after, { text, whereTo, remedy });

/** A step in somebody else's hands than usual: the chief after an escalation. */
export const instead = (by: By, act: Act): Act => ({ ...act, by });
export const comment = (after: number, by: By, audience: "shared" | "handlers", text: string): Act => ({
  after,
  by,
  does: { kind: "comment", audience, text },
});

/** Steps of an appeal. */
export const accept = (after: number, classed: "SIMPLE" | "ORDINARY" | "COMPLEX", reason?: string) =>
  step("accept", "officer")(after, { class: classed, ...(reason !== undefined && { reason }) });
export const firstContact = (after: number, how: "PHONE" | "VISIT" | "ONLINE", text: string) =>
  step("contact", "officer")(after, { how, text });
export const handled = (after: number, text: string) => step("handled", "officer")(after, { result: "DONE", text });

export const look = (after: number, by: By): Act => ({ after, by, does: { kind: "look" } });
export const intrude = (after: number, by: By): Act => ({ after, by, does: { kind: "intrude" } });
