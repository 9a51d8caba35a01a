import type { Channel } from "#capabilities/notices/channel.ts";
import { letterOf } from "#capabilities/notices/letters.ts";
import { claim, conclude, gather, type Outgoing } from "#capabilities/notices/post.commands.ts";
import type { PostDoor } from "#directory/context.ts";
import { emitter } from "./outbox.ts";
import type { Platform } from "./platform.ts";

/** What an address and a code are sealed for: neither opens in another's place. */
export const addressContext = (accountId: number) => `notice_address.sealed:${accountId}`;
const secretContext = (accountId: number) => `notice_message.secret:${accountId}`;

/** Addresses and codes for an operation. */
export function postDoor({ crypto, channel }: Pick<Platform, "crypto" | "channel">): PostDoor {
  return {
    isOpen: channel !== null,
    sealAddress: (accountId, address) => crypto.seal(address, addressContext(accountId)),
    openAddress: (accountId, sealed) => crypto.open(sealed, addressContext(accountId)).toString(),
    sealCode: (accountId, code) => crypto.seal(code, secretContext(accountId)),
  };
}

/**
 * Sends what is due by now, one message after the other: marked as under way, sent, its outcome written down, the first
 * and the last in transactions of their own. Gives the number of attempts. Does nothing without a channel.
 */
export async function sendPost(platform: Platform): Promise<number> {
  const { channel } = platform;
  if (!channel) return 0;
  const now = platform.clock.now();
  await platform.asSystem((tx) => gather({ db: tx, now }, channel.name));
  for (let attempts = 0; ; attempts += 1) {
    const message = await platform.asSystem((tx) => claim({ db: tx, now }, channel.name));
    if (!message) return attempts;
    const { outcome, fault } = await channel.send(open(platform, channel, message));
    if (outcome !== "sent") platform.log.warn({ message: message.id, outcome, fault }, "a message was not sent");
    await platform.asSystem((tx) =>
      conclude(
        { db: tx, now: platform.clock.now(), calendar: platform.calendar(), emit: emitter(tx, now) },
        message,
        outcome,
        fault,
      ),
    );
  }
}

function open({ crypto }: Platform, channel: Channel, message: Outgoing) {
  const { accountId, address, secret } = message;
  const to = crypto.open(address, addressContext(accountId)).toString();
  const code = secret && crypto.open(secret, secretContext(accountId)).toString();
  return letterOf(message, to, code, channel);
}
