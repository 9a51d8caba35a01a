import type { Procedure } from "#kernel/procedure.ts";
import { useOperation } from "#web/call.ts";
import { officersOf, whoNow } from "#web/home/who-now.ts";
import type { Matter } from "#web/matter/matter-view.ts";
import { findProcedure } from "#web/procedures.ts";
import { useMe } from "#web/session.tsx";

const fresh = 5 * 60_000;

/** The project and the firm of a matter, and whom the reader would call about it. */
export function useCounterpart(matter: Pick<Matter, "procedure" | "project" | "enterprise" | "anonymous" | "entries">) {
  const me = useMe();
  const officersRead = isOfOfficers(findProcedure(matter.procedure));
  // Of firms' people only its requester sees a complaint without a name.
  const asked = me.enterprise !== null && (matter.anonymous || me.enterprise.id === matter.enterprise?.id);
  const project = useOperation(
    "project.get",
    { id: matter.project?.id ?? 0 },
    { enabled: matter.project !== null, staleTime: fresh },
  ).data;
  const enterprise = useOperation(
    "enterprise.get",
    { id: matter.enterprise?.id ?? 0 },
    // Whoever asked knows his own firm; without a project its station stands in for the officers.
    { enabled: matter.enterprise !== null && (!asked || matter.project === null), staleTime: fresh },
  ).data;
  const station = project?.station ?? enterprise?.station;
  // Of the firm's people the one who asked is enough; his name stands in the first entry.
  const opener = enterprise?.members.find((member) => member.dutyName === matter.entries[0]?.actor);
  const people = opener === undefined ? (enterprise?.members ?? []) : [opener];
  const officers = officersRead ? officersOf(project?.people ?? []) : [];
  return {
    asked,
    people,
    officers,
    project,
    station: officersRead ? station : undefined,
    call: asked ? officerToCall() : memberToCall(),
  };

  function officerToCall(): { name: string; phone: string } | undefined {
    if (!officersRead) return undefined;
    const who = whoNow(project?.people ?? []);
    const officer = who.kind === "A" || who.kind === "B" ? who.contact : officers[0];
    const phone = officer?.phone ?? undefined;
    if (officer !== undefined && phone !== undefined && who.kind !== "station")
      return { name: officer.dutyName, phone };
    return station === undefined ? undefined : { name: station.name, phone: station.dutyPhone };
  }

  function memberToCall(): { name: string; phone: string } | undefined {
    const [member] = people;
    const phone = member?.phone ?? "";
    // A masked number dials nobody.
    return member === undefined || phone === "" || phone.includes("*") ? undefined : { name: member.dutyName, phone };
  }
}

/** Whether a project's officers take part; nobody is sent to them with what is kept from them, such as a complaint. */
export function isOfOfficers(procedure: Procedure | undefined): boolean {
  return Object.values(procedure?.audiences ?? {}).some(({ capacities }) => capacities.includes("handler"));
}

export type Counterpart = ReturnType<typeof useCounterpart>;
