import { errorStatus, type ErrorCode, type FieldIssue, type Problem } from "#kernel/errors.ts";

/** What can go wrong with a call: the server's closed list, and that it was not reached at all. */
export type CallErrorCode = ErrorCode | "network";

/** Why a call failed. `issues` point to fields of the input; `code` has a sentence under `error.<code>`. */
export class CallError extends Error {
  readonly code: CallErrorCode;
  readonly status: number;
  readonly issues: readonly FieldIssue[];
  /** Message key below `reason.`: why a step is not open. */
  readonly reason: string | undefined;

  constructor(
    code: CallErrorCode,
    extra: { status?: number; issues?: readonly FieldIssue[]; reason?: string | undefined; cause?: unknown } = {},
  ) {
    super(code, { cause: extra.cause });
    this.name = "CallError";
    this.code = code;
    this.status = extra.status ?? (code === "network" ? 0 : errorStatus[code]);
    this.issues = extra.issues ?? [];
    this.reason = extra.reason;
  }
}

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  400: "bad-request",
  401: "not-signed-in",
  403: "forbidden",
  404: "not-found",
  409: "in-progress",
  413: "too-large",
  415: "unsupported-media",
  422: "invalid",
  429: "too-many",
};

/**
 * The error that an answer stands for. A body that is not ours (a proxy's page, a cut connection) is judged by its
 * status alone; what answers for a server that is away counts as `unavailable`.
 */
export function callErrorFrom(status: number, body: unknown): CallError {
  const problem = isProblem(body) ? body : undefined;
  const known = problem !== undefined && Object.hasOwn(errorStatus, problem.code) ? problem.code : undefined;
  const guessed = codeByStatus[status] ?? (status >= 502 && status <= 504 ? "unavailable" : "internal");
  return new CallError(known ?? guessed, { status, issues: problem?.errors ?? [], reason: problem?.reason });
}

/** Trying the same thing again may help without the person doing anything. */
export function isPassing(error: unknown): boolean {
  return error instanceof CallError && ["network", "unavailable", "in-progress"].includes(error.code);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}
