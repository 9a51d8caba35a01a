import { sql } from "kysely";
import { z } from "zod";
import type { IdentityDoor } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { IdentityProvider } from "./adapters/identity/identity-provider.ts";
import { AnswerRefused, ProviderAway } from "./adapters/identity/identity-provider.ts";
import { randomToken } from "./adapters/crypto/tokens.ts";
import type { Apart } from "./apart.ts";
import type { Tx } from "./database.ts";
import type { Platform } from "./platform.ts";

const journeyMinutes = 10;
/** For a second factor, or a firm to be chosen, once the provider has answered. */
const answeredMinutes = 5;

const purpose = "identity";
/** Neither secrets nor identity: the provider is being asked. */
const content = z.strictObject({
  provider: z.string(),
  kept: z.string(),
  identity: z.strictObject({ issuer: z.string(), subject: z.string(), strong: z.boolean() }).nullable(),
});

/**
 * The way to an identity provider and back. A ticket that only this browser holds says which journey comes back; it is
 * good for one answer, and for whoever was signed in, or nobody, when it was given out. While other servers are asked, the
 * call holds no connection.
 */
export function identityDoor(platform: Platform, tx: Tx, now: Date, apart: Apart): IdentityDoor {
  const { crypto, identityProviders, log } = platform;
  const home = platform.home ?? "http://localhost";
  const find = (id: string): IdentityProvider => {
    const found = identityProviders.find((one) => one.id === id);
    if (!found) throw new AppError("not-found");
    return found;
  };
  const contextOf = (hash: Buffer) => `identity:${hash.toString("hex")}`;
  const seal = (hash: Buffer, plain: z.input<typeof content>) => crypto.seal(JSON.stringify(plain), contextOf(hash));
  const asking = async <T>(provider: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AnswerRefused) {
        log.warn({ err: error, provider }, "an identity provider's answer was refused");
        throw new AppError("sign-in-failed", { params: { reason: "answerRefused" }, cause: error });
      }
      if (!(error instanceof ProviderAway)) throw error;
      log.warn({ err: error, provider }, "an identity provider cannot be reached");
      throw new AppError("unavailable", { params: { reason: "providerAway" }, cause: error });
    }
  };
  return {
    offered: identityProviders.map(({ id, label }) => ({ id, name: label.zh, nameEn: label.en })),
    async begin(id) {
      const provider = find(id);
      const { ticket, address, kept } = await apart.result(`identity.begin:${id}`, () =>
        asking(id, async () => ({ ticket: randomToken(), ...(await provider.begin(home)) })),
      );
      const hash = crypto.digest(ticket);
      const until = new Date(now.getTime() + journeyMinutes * 60_000);
      await sql`select app.put_challenge(${hash}, ${purpose}, ${seal(hash, { provider: id, kept, identity: null })}, ${until}, ${now})`.execute(
        tx,
      );
      return { ticket, address };
    },
    async arrive(id, ticket, answer) {
      const provider = find(id);
      const hash = crypto.digest(ticket);
      const found = await sql<{ content: Buffer | null }>`
        select app.take_challenge(${hash}, ${purpose}, ${now}) as content`.execute(tx);
      const sealed = found.rows[0]?.content;
      if (!sealed) throw new AppError("sign-in-failed", { params: { reason: "ticketOver" } });
      const journey = content.parse(JSON.parse(crypto.open(sealed, contextOf(hash)).toString("utf8")));
      if (journey.kept === "" && !journey.identity)
        throw new AppError("sign-in-failed", { params: { reason: "ticketOver" } });
      // An answer of one provider is none of another's.
      if (journey.provider !== id) throw new AppError("sign-in-failed", { params: { reason: "answerRefused" } });
      // Only one of those who come at once asks the provider: a code shown there twice is void for both.
      const claim = async () => {
        const asked = seal(hash, { provider: id, kept: "", identity: null });
        const claimed = await platform.db
          .transaction()
          .execute((own) =>
            sql<{ mine: boolean }>`select app.claim_challenge(${hash}, ${sealed}, ${asked}) as mine`.execute(own),
          );
        if (!claimed.rows[0]?.mine) throw new AppError("sign-in-failed", { params: { reason: "ticketOver" } });
      };
      const settle = (plain: z.input<typeof content> | null) =>
        platform.db.transaction().execute((own) => {
          const until = new Date(platform.clock.now().getTime() + answeredMinutes * 60_000);
          return sql`select app.settle_challenge(${hash}, ${plain && seal(hash, plain)}, ${until})`.execute(own);
        });
      const identity =
        journey.identity ??
        (await apart.result(`identity.arrive:${ticket}`, () =>
          asking(id, async () => {
            await claim();
            try {
              const arrived = await provider.finish(home, answer, journey.kept);
              await settle({ provider: id, kept: "", identity: arrived });
              return arrived;
            } catch (error) {
              // An answer that was refused is not tried a second time; with a provider that is away, it may be.
              await settle(error instanceof ProviderAway ? journey : null);
              throw error;
            }
          }),
        ));
      return {
        issuer: identity.issuer,
        strong: identity.strong,
        declaresStrength: provider.declaresStrength,
        hashes: crypto.keyIds.map((keyId) =>
          crypto.mac("identity", JSON.stringify([identity.issuer, identity.subject]), keyId),
        ),
      };
    },
  };
}
