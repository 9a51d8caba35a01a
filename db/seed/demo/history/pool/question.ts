import type { TopicKey } from "../../places.ts";

/** Something that firms ask again and again, and what they are told. Words in braces are drawn anew each time. */
export interface Question {
  readonly topic: TopicKey;
  /** Stages of a project in which it comes up; in any when left out. */
  readonly stages?: readonly string[];
  readonly titles: readonly string[];
  readonly asks: readonly string[];
  readonly answers: readonly string[];
  readonly source: string;
  /** What the officer may ask back, and what the firm then adds. */
  readonly back?: readonly [ask: string, supplied: string];
  /** What the firm may want to know next. */
  readonly more?: readonly [ask: string, answer: string];
  /** It belongs elsewhere: why, where to, and what to do about that. */
  readonly elsewhere?: readonly [why: string, whereTo: string, remedy: string];
  /** Business secrets are in it. */
  readonly secret?: true;
}

export const early = ["SIGNED", "LANDED", "SUSPENDED"];
export const building = ["LANDED", "CONSTRUCTION"];
export const running = ["PRODUCTION", "FOLLOW_UP"];
