import type { z } from "zod";
import type { contact } from "#directory/contract.ts";

export type Contact = z.output<typeof contact>;

/** Whom somebody with a question reaches now. */
export type WhoNow =
  | { kind: "A"; contact: Contact }
  | { kind: "B"; contact: Contact; absent: Contact | undefined }
  /** Named officers, but none on duty: the station's telephone is answered round the clock. */
  | { kind: "station" }
  /** No officer is named at all. */
  | { kind: "none" };

/** Reads it off the officers' presence; A before B. */
export function whoNow(people: readonly Contact[]): WhoNow {
  const a = people.find((person) => person.place === "A");
  const b = people.find((person) => person.place === "B");
  if (a?.presence.state === "onDuty") return { kind: "A", contact: a };
  if (b?.presence.state === "onDuty") return { kind: "B", contact: b, absent: a };
  return a === undefined && b === undefined ? { kind: "none" } : { kind: "station" };
}

/** The two officers in their order, whoever of them is named. */
export function officersOf(people: readonly Contact[]): Contact[] {
  return (["A", "B"] as const).flatMap((place) => people.filter((person) => person.place === place));
}
