import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from "pino";

/** What an operator is told of an error. Whatever else it carries may be anybody's words. */
const told = [
  "type",
  "message",
  "stack",
  "code",
  "severity",
  "table",
  "column",
  "constraint",
  "routine",
  "syscall",
  "address",
  "port",
];

/** Lines of JSON with the instant in UTC, for machines to read; the operator's own lines are printed apart. */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: stdTimeFunctions.isoTime, serializers: { err: errorForLog } };
  return to ? pino(options, to) : pino(options);
}

/**
 * An error without values of rows: PostgreSQL puts the whole row that it refuses into `detail`, and a value that is none of
 * its type (class 22) into the message.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const all: Record<string, unknown> = { ...stdSerializers.err(error) };
  const kept = Object.fromEntries(told.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
  const { code, severity, stack } = kept;
  if (typeof severity !== "string" || typeof code !== "string" || !code.startsWith("22")) return kept;
  const message = error.message.replaceAll(/"[^]*"/g, '"…"');
  return {
    ...kept,
    message,
    ...(typeof stack === "string" && { stack: stack.replaceAll(error.message, () => message) }),
  };
}
