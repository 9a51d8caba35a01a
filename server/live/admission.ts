import { AppError } from "#kernel/errors.ts";
import { writeAudit } from "../audit.ts";
import { isUnreachable } from "../database.ts";
import { fromOf } from "../on-record.ts";
import type { Platform } from "../platform.ts";
import { type Answer, type Listener, peekAll, type Run } from "./peek.ts";

/** Who wants to listen. */
export interface Listening {
  /** SHA-256 of the session token. */
  readonly tokenHash: Buffer;
  readonly device: "phone" | "desk";
  /** From where; only its network is kept. */
  readonly address?: string;
  /** Only this matter's events. */
  readonly matterId?: number;
}

/**
 * Who somebody is that wants to listen.
 * @throws AppError not-signed-in; not-found for a matter that he does not see, recorded in the audit; unavailable
 */
export async function admit(platform: Platform, listening: Listening): Promise<Required<Answer>> {
  const { matterId } = listening;
  const answer = await peekOne(platform, listening);
  if (!answer?.actor || !answer.settings) throw new AppError("not-signed-in");
  if (matterId !== undefined && !answer.seen.includes(matterId)) {
    const error = new AppError("not-found");
    await recordRefusal(platform, answer.actor, listening, error);
    throw error;
  }
  return { ...answer, actor: answer.actor, settings: answer.settings };
}

async function peekOne(platform: Platform, { tokenHash, matterId }: Listening): Promise<Answer | null | undefined> {
  const run: Run = async (text, values) => (await platform.pool.query(text, [...values])).rows;
  const asked = new Set(matterId === undefined ? [] : [matterId]);
  try {
    const [answer] = await peekAll(run, platform.clock.now(), [{ tokenHash, settings: null, asked }]);
    return answer;
  } catch (error) {
    throw isUnreachable(error) ? new AppError("unavailable", { cause: error }) : error;
  }
}

/** Listening in on a matter that one does not see is on record like looking at it (CR1). */
async function recordRefusal(
  platform: Platform,
  actor: Listener,
  { device, address, matterId }: Listening,
  error: AppError,
): Promise<void> {
  try {
    const marks = await platform.db.transaction().execute((tx) =>
      writeAudit(tx, platform.crypto, {
        at: platform.clock.now(),
        account_id: actor.accountId,
        enterprise_id: actor.enterpriseId,
        unit_id: actor.unitId,
        device,
        operation: "matter.listen",
        purpose: actor.kind === "member" ? "ownMatter" : "duty",
        object: `matter:${matterId}`,
        count: null,
        status: error.status,
        detail: { code: error.code, ...fromOf({ address }) },
      }),
    );
    platform.witness?.note(marks);
  } catch (failure) {
    platform.log.error({ err: failure }, "a refused call could not be recorded");
  }
}
