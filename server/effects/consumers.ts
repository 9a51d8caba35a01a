import { hotlineEffects } from "#capabilities/hotline/effects.ts";
import { webhookEffects } from "#capabilities/integrations/effects.ts";
import { noticeEffects } from "#capabilities/notices/effects.ts";
import { inquiryEffects } from "#capabilities/inquiry/effects.ts";
import { projectEffects } from "#capabilities/projects/effects.ts";
import { returnVisitEffects } from "#capabilities/return-visits/effects.ts";
import { searchEffects } from "#capabilities/search/effects.ts";
import type { EffectConsumer } from "#matters/effects.ts";

/** Everything that follows from events, one line for each capability with an `effects.ts`. */
export const consumers: readonly EffectConsumer[] = [
  projectEffects,
  noticeEffects,
  inquiryEffects,
  returnVisitEffects,
  searchEffects,
  hotlineEffects,
  webhookEffects,
];
