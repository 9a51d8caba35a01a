import type { Actor } from "#directory/context.ts";

/** The actor as the row policies know him, by the names of the settings. */
export type Settings = Readonly<Record<string, string>>;

/** What somebody asks who listens: which of these matters do I see, and who am I now? */
export interface Question {
  readonly tokenHash: Buffer;
  /** From an earlier answer, when nothing has changed since: then only the matters are looked up. */
  readonly settings: Settings | null;
  readonly asked: ReadonlySet<number>;
}

/** The answer of the database by its row policies, at one instant. */
export interface Answer {
  /** Of the asked matters, those that the actor sees. */
  readonly seen: readonly number[];
  /** Of these, those that are not private. */
  readonly open: readonly number[];
  /** Only when it was asked without settings. */
  readonly actor?: Listener;
  readonly settings?: Settings;
}

/** Whom a session belongs to. */
export interface Listener extends Omit<Actor, "roles" | "units" | "projects"> {
  readonly sessionId: number;
  /** When the session is over if nobody does anything, in milliseconds. */
  readonly until: number;
}

/** Runs one statement; the rows come back as objects. */
export type Run = <R extends object>(text: string, values: readonly unknown[]) => Promise<R[]>;

const statement = `
  select app.peek(q.question, $1) as answer
    from jsonb_array_elements($2::jsonb) with ordinality as q(question, position)
   order by q.position`;

/** Answers in the order of the questions, all in one statement; null where the session is over. */
export async function peekAll(run: Run, now: Date, questions: readonly Question[]): Promise<(Answer | null)[]> {
  const asked = questions.map(({ tokenHash, settings, asked }) => ({
    ...(settings ? { settings } : { token: tokenHash.toString("hex") }),
    asked: [...asked],
  }));
  const rows = await run<{ answer: Answer | null }>(statement, [now, JSON.stringify(asked)]);
  return rows.map(({ answer }) => answer);
}
