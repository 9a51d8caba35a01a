import { type DestinationStream, type Logger, pino, stdTimeFunctions } from "pino";

/** Lines of JSON with the instant in UTC, for machines to read; the operator's own lines are printed apart. */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: stdTimeFunctions.isoTime };
  return to ? pino(options, to) : pino(options);
}
