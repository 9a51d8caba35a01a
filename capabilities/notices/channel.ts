/** A letter to one address: a sentence and a link, nothing of anybody's matters. */
export interface Letter {
  /** The same for every attempt, so that a receiver can recognise a second copy. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * What became of an attempt. `sent`: the other side has taken it · `later`: certainly not taken, worth another attempt ·
 * `refused`: there is no such address · `unsure`: nobody knows whether it was taken.
 */
export type SendOutcome = "sent" | "later" | "refused" | "unsure";

/** A way out of the platform. Mail is the first; another one is a further object of this shape. */
export interface Channel {
  readonly name: "mail";
  /** Where the links in letters lead. */
  readonly home: string;
  /** Never throws; ends by itself within a minute or so. */
  send(letter: Letter): Promise<{ readonly outcome: SendOutcome; readonly fault: string | null }>;
}
