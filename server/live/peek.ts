import type { Actor } from "#directory/context.ts";

/** What somebody asks who listens: who am I now, and which of these matters do I see? */
export interface Question {
  readonly tokenHash: Buffer;
  /** The one matter that a stream is about. */
  readonly matterId: number | null;
  readonly asked: Set<number>;
}

/** The answer of the database by its row policies, at one instant. */
export interface Peek {
  readonly actor: Omit<Actor, "roles" | "units" | "projects"> & { readonly sessionId: number };
  /** Of the asked matters and the stream's own, those that the actor sees. */
  readonly seen: readonly number[];
  /** Of these, those that are not private. */
  readonly open: readonly number[];
}

/** Runs one statement; the rows come back as objects. */
export type Run = <R extends object>(text: string, values: readonly unknown[]) => Promise<R[]>;

const statement = `
  select app.peek_stream(decode(q.question ->> 'token', 'hex'), $1, (q.question ->> 'matter')::bigint,
           array(select jsonb_array_elements_text(q.question -> 'asked')::bigint)) as peek
    from jsonb_array_elements($2::jsonb) with ordinality as q(question, position)
   order by q.position`;

/** Answers in the order of the questions, all in one statement; null where the session is over. */
export async function peekAll(run: Run, now: Date, questions: readonly Question[]): Promise<(Peek | null)[]> {
  const rows = await run<{ peek: Peek | null }>(statement, [
    now,
    JSON.stringify(
      questions.map(({ tokenHash, matterId, asked }) => ({
        token: tokenHash.toString("hex"),
        matter: matterId,
        asked: [...asked],
      })),
    ),
  ]);
  return rows.map(({ peek }) => peek);
}
