/** What holds personal data without being a kind of matter; each of these and each kind needs a valid assessment. */
export const modulesBeside = ["accounts", "notices", "audit", "imports"] as const;
