/** Whether the database refused something by this constraint or unique index: what two callers at once ran into. */
export function isConstraint(error: unknown, name: string): boolean {
  return error instanceof Error && "constraint" in error && error.constraint === name;
}
