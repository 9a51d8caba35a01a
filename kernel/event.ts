/**
 * What happened, in the past tense. Events carry ids only: whoever may see more asks for it (decision 11).
 * An outbox row holds one of these together with the principals that may hear it.
 */
export interface EventPayloads {
  matterOpened: { matter: number };
  matterMoved: { matter: number };
  matterCommented: { matter: number };
  fileAttached: { matter: number };
  /** One or two stars were given with this entry: for the inspectorate's own matter, for nobody's screen (decision 18). */
  ratedLow: { matter: number; entry: number; stars: number };
  /** Somebody has said of this matter and another one that they are the same, or are not. */
  duplicateDecided: { matter: number };
  taskOpened: { matter: number; task: string };
  taskReminded: { matter: number; task: string; percent: number };
  taskEscalated: { matter: number; task: string };
  /** A ticket of the hotline was answered. */
  ticketReplied: { matter: number };
  /** Deliveries to another system were asked for anew. */
  webhookReplayed: { endpoint: number };
  /** A delivery to another system was given up. */
  webhookParked: { endpoint: number };
  /** Another officer, sponsor or specialist is responsible for a project, or somebody stands in. */
  responsibilityChanged: { project: number };
  /** A project has come to another stage, or stands still, or goes on. */
  projectMoved: { project: number };
  /** Work of a stage has been opened for a project, all of it at once. */
  stageWorkOpened: { project: number };
  /** A batch of an import has been applied or undone; `account` asked for it. */
  importFinished: { account: number; batch: number };
  /** So much of a batch has been read, written or taken back. */
  importProgressed: { batch: number };
  /** A batch has come to another state. */
  importMoved: { batch: number };
  /** Somebody's notices: new ones, or read ones. */
  noticesChanged: { account: number };
  /** A recovery code was given and waits for a second person. */
  recoveryGiven: { recovery: number };
  /** With what somebody proves who he is has changed, or somebody has been given a code that would change it. */
  proofChanged: {
    account: number;
    what:
      | "password"
      | "totp"
      | "totpRemoved"
      | "recoveryCodes"
      | "passkey"
      | "passkeyRemoved"
      | "link"
      | "linkRemoved"
      | "recoveryGiven"
      | "recovered";
  };
  /** Three working days without its two officers. */
  projectUnstaffed: { project: number };
  /** Two administrators have opened a matter to somebody without a relation to it. */
  glassOpened: { matter: number; glass: number; account: number };
  /** Of a week's unmasked views a sample has been drawn, for the inspectorate. */
  looksDrawn: { week: string };
  handoverOffered: { project: number; handover: number };
  handoverLate: { project: number; handover: number };
  /** December has begun, and the next year has no calendar. */
  calendarMissed: { year: number };
}
export type EventName = keyof EventPayloads;
export type PlatformEvent = { [N in EventName]: { name: N } & EventPayloads[N] }[EventName];
export type EventOf<N extends EventName> = Extract<PlatformEvent, { name: N }>;

/** The matter that an event is about; null for what is about no matter. */
export function matterOf(event: PlatformEvent): number | null {
  return "matter" in event ? event.matter : null;
}
