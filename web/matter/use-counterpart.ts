import { useOperation } from "#web/call.ts";
import { officersOf, whoNow } from "#web/home/who-now.ts";
import type { Matter } from "#web/matter/matter-view.ts";
import { useMe } from "#web/session.tsx";

const fresh = 5 * 60_000;

/** The project and the firm of a matter, and whom the reader would call about it. */
export function useCounterpart(matter: Pick<Matter, "project" | "enterprise" | "entries">) {
  const me = useMe();
  const asked = me.enterprise !== null && me.enterprise.id === matter.enterprise?.id;
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
  return { asked, people, project, enterprise, station, call: asked ? officerToCall() : memberToCall() };

  function officerToCall(): { name: string; phone: string } | undefined {
    const who = whoNow(project?.people ?? []);
    const officer = who.kind === "A" || who.kind === "B" ? who.contact : officersOf(project?.people ?? [])[0];
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

export type Counterpart = ReturnType<typeof useCounterpart>;
