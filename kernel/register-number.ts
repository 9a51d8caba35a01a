/** What the register of data protection holds: 评估 (assessments) and 提供 (what was passed on); each record has a number. */
const prefixes = { assessment: "PG", disclosure: "TG" } as const;
export type RegisterKind = keyof typeof prefixes;

/** As people call a record of the register: `PG-12`. */
export function registerNumber(kind: RegisterKind, id: number): string {
  return `${prefixes[kind]}-${id}`;
}

/** Which record a number names; undefined for one that is no number of the register. */
export function readRegisterNumber(number: string): { readonly kind: RegisterKind; readonly id: number } | undefined {
  const [, prefix, id] = /^(PG|TG)-([1-9]\d{0,8})$/.exec(number) ?? [];
  if (prefix === undefined) return undefined;
  return { kind: prefix === prefixes.assessment ? "assessment" : "disclosure", id: Number(id) };
}
