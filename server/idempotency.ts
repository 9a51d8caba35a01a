import { sendAhead } from "#directory/ahead.ts";
import { AppError } from "#kernel/errors.ts";
import type { CryptoProvider } from "./adapters/crypto/crypto-provider.ts";
import type { Tx } from "./database.ts";

interface Request {
  readonly accountId: number;
  readonly operation: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly now: Date;
}

/**
 * Claims a key within the transaction (decision 27). A second request with the same key waits here until the first
 * has committed; then it gets the first one's answer, or 422 when its body was another.
 * Undefined: the key is new and the work is to be done.
 */
export async function claimKey(tx: Tx, crypto: CryptoProvider, request: Request): Promise<unknown> {
  const claimed = await tx
    .insertInto("idempotency")
    .values({
      account_id: request.accountId,
      operation: request.operation,
      key: request.key,
      body_hash: request.bodyHash,
      at: request.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("key")
    .executeTakeFirst();
  if (claimed) return undefined;
  const stored = await tx
    .selectFrom("idempotency")
    .select(["body_hash", "answer"])
    .where("account_id", "=", request.accountId)
    .where("operation", "=", request.operation)
    .where("key", "=", request.key)
    .executeTakeFirstOrThrow();
  if (!stored.body_hash.equals(request.bodyHash)) throw new AppError("idempotency-key-reused");
  if (!stored.answer) throw new AppError("in-progress");
  return JSON.parse(crypto.open(stored.answer, contextOf(request)).toString("utf8"));
}

/** Keeps the answer under its key, encrypted, for as long as the key is remembered. */
export async function keepAnswer(tx: Tx, crypto: CryptoProvider, request: Request, answer: unknown): Promise<void> {
  await sendAhead(
    tx,
    tx
      .updateTable("idempotency")
      .set({ status: 200, answer: crypto.seal(JSON.stringify(answer), contextOf(request)) })
      .where("account_id", "=", request.accountId)
      .where("operation", "=", request.operation)
      .where("key", "=", request.key),
  );
}

function contextOf(request: Request): string {
  return `idempotency:${request.accountId}:${request.operation}:${request.key}`;
}
