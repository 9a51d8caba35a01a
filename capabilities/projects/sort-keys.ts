/** The columns of the table of projects, by each of which it can be put in order. */
export const sortKeys = ["name", "stage", "station", "a", "b", "sponsor", "specialist", "open", "late"] as const;
