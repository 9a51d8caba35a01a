import { sql } from "kysely";
import type { PasskeyDoor, PasskeyQuestion } from "#directory/context.ts";
import { askToAdd, askToShow, checkAdded, checkShown, relyingParty } from "./adapters/webauthn/passkeys.ts";
import type { Tx } from "./database.ts";
import type { Platform } from "./platform.ts";

const challengeMinutes = 5;

/** Passkeys within an operation's transaction: a challenge is put down when it is given out, and taken away by its answer. */
export function passkeyDoor({ crypto, home }: Pick<Platform, "crypto" | "home">, tx: Tx, now: Date): PasskeyDoor {
  const rp = relyingParty(home);
  const put = async (purpose: string, options: { challenge: string }): Promise<PasskeyQuestion> => {
    const until = new Date(now.getTime() + challengeMinutes * 60_000);
    const hash = crypto.digest(options.challenge);
    await sql`select app.put_challenge(${hash}, ${purpose}, ${Buffer.alloc(0)}, ${until}, ${now})`.execute(tx);
    return { ...options };
  };
  const taken = (purpose: string) => async (challenge: string) => {
    const found = await sql<{ content: Buffer | null }>`
      select app.take_challenge(${crypto.digest(challenge)}, ${purpose}, ${now}) as content`.execute(tx);
    return Buffer.isBuffer(found.rows[0]?.content);
  };
  return {
    askToAdd: async (owner, known) => put("passkey.add", await askToAdd(rp, owner, known)),
    askToShow: async () => put("passkey.show", await askToShow(rp)),
    checkAdded: (answer) => checkAdded(rp, toLibrary(answer), taken("passkey.add")),
    checkShown: (answer, passkey) => checkShown(rp, toLibrary(answer), taken("passkey.show"), passkey),
  };
}

/** The library wants extensions, of which none is used here, and no undefined fields. */
function toLibrary<Answer extends { readonly response: object }>(answer: Answer) {
  const response = Object.fromEntries(Object.entries(answer.response).filter(([, value]) => value !== undefined));
  return { ...answer, response: response as Answer["response"], clientExtensionResults: {} };
}
