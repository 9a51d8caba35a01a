/**
 * What people are told of. `urgency` says how loudly: low stands in the list and in a daily message only, urgent goes out
 * in quiet hours too. Which text belongs to a kind stands in the message files under `kind.<name>`.
 */
export const noticeKinds = {
  /** It is the reader's turn. */
  taskOpened: "normal",
  /** Half of the limit is used; nearer to its end it is `taskPressing`. */
  taskReminded: "low",
  taskPressing: "normal",
  /** The limit is over: to its holder. */
  limitOver: "urgent",
  /** The ladder has brought the reader in. */
  broughtIn: "normal",
  /** What became of the reader's own matter. */
  stateChanged: "low",
  matterClosed: "normal",
  remarkAdded: "normal",
  /** Somebody else is responsible for the firm's project. */
  responsibilityChanged: "normal",
  /** A project is to be the reader's: he has three working days to accept. */
  handoverOffered: "normal",
  /** Nobody has accepted in time. */
  handoverLate: "normal",
  /** A project has waited too long for its two officers. */
  projectUnstaffed: "normal",
  /** A stage of the reader's project brings work: told once, however many pieces. */
  stageWorkOpened: "normal",
  /** Two administrators have opened a matter to somebody without a relation to it: to its people and the auditor. */
  glassOpened: "normal",
  /** To whoever may read it now. */
  glassForYou: "normal",
  /** Of a week's unmasked views a sample is drawn: to the inspectorate. */
  looksDrawn: "normal",
  importFinished: "low",
  /** With what the reader signs in has changed: he is told whatever he has chosen, in case it was not he. */
  proofChanged: "urgent",
  /** Somebody waits for a second person's word to get into his account again: to those who may give it. */
  recoveryWaiting: "normal",
  /** A delivery to another system was given up: to the administrators of its account. */
  webhookParked: "normal",
  /** The next year has no calendar: to whoever sets it. */
  calendarMissing: "normal",
  /** Messages to the reader's address came back. */
  addressRefused: "low",
} as const satisfies Readonly<Record<string, Urgency>>;

export type Urgency = "low" | "normal" | "urgent";
export type NoticeKind = keyof typeof noticeKinds;

export const kindNames = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]];

export function isKind(name: string): name is NoticeKind {
  return Object.hasOwn(noticeKinds, name);
}

/** After a week nothing is news any more; what waits for somebody stands in his list. */
export const staleAfterMs = 7 * 86_400_000;
