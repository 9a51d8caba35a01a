/**
 * What happened, in the past tense. Events carry ids only: whoever may see more asks for it (decision 11).
 * An outbox row holds one of these together with the principals that may hear it.
 */
export interface EventPayloads {
  matterOpened: { matter: number };
  matterMoved: { matter: number };
  matterCommented: { matter: number };
  fileAttached: { matter: number };
  taskOpened: { matter: number; task: string };
  taskReminded: { matter: number; task: string; percent: number };
  taskEscalated: { matter: number; task: string };
}
export type EventName = keyof EventPayloads;
export type PlatformEvent = { [N in EventName]: { name: N } & EventPayloads[N] }[EventName];
