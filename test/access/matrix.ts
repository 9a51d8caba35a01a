import type { ErrorCode } from "#kernel/errors.ts";

/** Who tries: the one whose matter it is, and those who have no business with it. */
export const personas = [
  "liaison",
  "security",
  "otherLiaison",
  "otherA",
  "specialist",
  "inspector",
  "auditor",
  "systemAdmin",
  "ended",
] as const;
export type Persona = (typeof personas)[number];
export type Answer = "ok" | ErrorCode;

export interface Row {
  readonly operation: string;
  readonly what: string;
  readonly input: () => Record<string, unknown>;
  /** The record that the audit names for a refused trial. */
  readonly object?: () => string;
  readonly expected: Readonly<Record<Persona, Answer>>;
}

/** Everybody's answer is the first one, but for the persons that are named. */
export function row(
  operation: string,
  what: string,
  input: () => Record<string, unknown>,
  everybody: Answer,
  but: Partial<Record<Persona, Answer>>,
  object?: () => string,
): Row {
  const expected = Object.fromEntries(
    personas.map((one) => [one, but[one] ?? (one === "ended" ? "not-signed-in" : everybody)]),
  ) as Row["expected"];
  return { operation, what, input, expected, ...(object && { object }) };
}

/** Keepers of the system and of its audit have no part in the business. */
export const outsiders = { auditor: "forbidden", systemAdmin: "forbidden" } as const;
