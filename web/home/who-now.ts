import type { z } from "zod";
import type { contact } from "#directory/contract.ts";

export type Contact = z.output<typeof contact>;

/** Whom somebody with a question reaches now. */
export type WhoNow =
  | { kind: "A"; contact: Contact }
  | { kind: "B"; contact: Contact; absent: Contact | undefined }
  /** Named officers, but none on duty: the station's telephone is answered round the clock. */
  | { kind: "station"; why: "offHours" | "absent" }
  /** No officer is named at all. */
  | { kind: "none" };

/** Reads it off the officers' presence; A before B. */
export function whoNow(people: readonly Contact[]): WhoNow {
  const a = people.find((person) => person.place === "A");
  const b = people.find((person) => person.place === "B");
  if (a?.presence.state === "onDuty") return { kind: "A", contact: a };
  if (b?.presence.state === "onDuty") return { kind: "B", contact: b, absent: a };
  const named = officersOf(people);
  if (named.length === 0) return { kind: "none" };
  return { kind: "station", why: named.every((one) => one.presence.state === "absent") ? "absent" : "offHours" };
}

/** One line to dial: an officer's, or the station's. */
export type Call = { kind: "officer"; contact: Contact } | { kind: "station" };

/**
 * Whom to call, in the order in which to try: A, B, the station. Whoever is not on duty comes after the station, which is;
 * he stays in sight, so that the order explains itself.
 */
export function callsOf(people: readonly Contact[]): Call[] {
  const calls = (onDuty: boolean): Call[] =>
    officersOf(people)
      .filter((one) => (one.presence.state === "onDuty") === onDuty)
      .map((contact) => ({ kind: "officer", contact }));
  return [...calls(true), { kind: "station" }, ...calls(false)];
}

/** The two officers in their order, whoever of them is named. */
export function officersOf(people: readonly Contact[]): Contact[] {
  return (["A", "B"] as const).flatMap((place) => people.filter((person) => person.place === place));
}
