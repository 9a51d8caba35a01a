import { anybody } from "./basics.ts";

/** Notices are everybody's own: administrators have some too, and the row policy shows nobody another's. */
export const noticeRules = {
  "notice.list": anybody,
  "notice.count": anybody,
  "notice.read": anybody,
} as const;
