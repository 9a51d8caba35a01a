import { noticeEffects } from "#capabilities/notices/effects.ts";
import type { EffectConsumer } from "#matters/effects.ts";

/** Everything that follows from events, one line for each capability with an `effects.ts`. */
export const consumers: readonly EffectConsumer[] = [noticeEffects];
