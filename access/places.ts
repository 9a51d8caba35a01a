/** Places on a project and the roles whose holders may be named for them (P3). */
export const rolesForPlace = {
  A: ["OFFICER", "STATION_CHIEF"],
  B: ["OFFICER", "STATION_CHIEF"],
  SPONSOR: ["LEADER"],
  SPECIALIST: ["SPECIALIST"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
