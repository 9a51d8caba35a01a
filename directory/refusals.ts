import { AppError } from "#kernel/errors.ts";

/** Whether the database refused something by this constraint or unique index: what two callers at once ran into. */
export function isConstraint(error: unknown, name: string): boolean {
  return error instanceof Error && "constraint" in error && error.constraint === name;
}

/** Refused input: one place, one reason. */
export function refused(path: string, code: string, params?: Record<string, string | number>): AppError {
  return new AppError("invalid", { issues: [{ path, code, ...(params && { params }) }] });
}

/** Something that is no longer so: 409 with a reason in words. */
export function late(reason: string, params: Record<string, string | number> = {}): AppError {
  return new AppError("illegal-step", { params: { ...params, reason } });
}
