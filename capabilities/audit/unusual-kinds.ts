/** What of somebody's looks is listed for the auditor; the thresholds stand in `unusual.ts`. */
export const unusualKinds = ["manyLooks", "refusedLooks", "nightLooks", "glassLooks", "unmaskings", "exports"] as const;
export type UnusualKind = (typeof unusualKinds)[number];
