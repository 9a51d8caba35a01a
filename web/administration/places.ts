import type { Me } from "#web/session.tsx";

const places = {
  setup: "/setup",
  units: "/administration/units",
  accounts: "/administration/accounts",
  rules: "/administration/rules",
  calendar: "/administration/calendar",
  modules: "/administration/modules",
  returnVisits: "/return-visits",
  status: "/administration/status",
  rights: "/grant-reviews",
  services: "/administration/service-accounts",
  grants: "/administration/grants",
} as const;
export type PlaceName = keyof typeof places;

const ofDesk: Partial<Record<Me["desk"], readonly PlaceName[]>> = {
  administration: ["setup", "units", "rules", "calendar", "modules", "returnVisits", "status", "services", "grants"],
  security: ["accounts", "services", "rights", "grants"],
};

/** What an administrator keeps, in the order in which his pages stand. */
export function placesOf(desk: Me["desk"]): { name: PlaceName; to: (typeof places)[PlaceName] }[] {
  return (ofDesk[desk] ?? []).map((name) => ({ name, to: places[name] }));
}
