import type { Rule } from "#directory/handler.ts";
import { anybody } from "./basics.ts";

/** The firm's desk: whoever speaks for it. */
const firmsDesk: Rule<{ readonly keepsQuietDays: boolean }> = (_actor, subject) =>
  subject.keepsQuietDays ? "allow" : "forbidden";

/** Notices are everybody's own: administrators have some too, and the row policy shows nobody another's. */
export const noticeRules = {
  "notice.list": anybody,
  "notice.count": anybody,
  "notice.read": anybody,
  "notice.settings": anybody,
  "notice.changeSettings": anybody,
  "notice.changeAddress": anybody,
  "notice.confirmAddress": anybody,
  "notice.removeAddress": anybody,
  "quietDay.add": firmsDesk,
  "quietDay.remove": firmsDesk,
} as const;
