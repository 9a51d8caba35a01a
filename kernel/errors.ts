/**
 * The closed list of errors that a caller can meet (RFC 9457 `type`), with their HTTP status.
 * A sentence for each stands in the message files under `error.<code>`.
 */
export const errorStatus = {
  "bad-request": 400,
  "idempotency-key-missing": 400,
  "not-signed-in": 401,
  "sign-in-failed": 401,
  "second-factor-needed": 401,
  reauthenticate: 401,
  forbidden: 403,
  "set-up-needed": 403,
  "not-found": 404,
  "illegal-step": 409,
  "stale-version": 409,
  "in-progress": 409,
  "too-large": 413,
  "unsupported-media": 415,
  invalid: 422,
  "idempotency-key-reused": 422,
  "file-refused": 422,
  "too-many": 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** One complaint about one place of the input: `path` in dot notation, `code` a message key below `issue.`. */
export interface FieldIssue {
  path: string;
  code: string;
  message?: string;
  params?: Record<string, string | number>;
  /** What could be given here instead, where the caller may know it: the firms that he acts for. */
  choices?: readonly { id: number; name: string }[];
}

/** Everything that the pipeline may answer except success. Other exceptions become `internal` and are logged. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly FieldIssue[];
  readonly params: Record<string, string | number>;

  constructor(
    code: ErrorCode,
    extra: { issues?: readonly FieldIssue[]; params?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super(code, { cause: extra.cause });
    this.name = "AppError";
    this.code = code;
    this.issues = extra.issues ?? [];
    this.params = extra.params ?? {};
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** A body as RFC 9457 wants it; the same shape on both sides of the wire. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  /** Message key below `reason.`: why a step is not open. */
  reason?: string;
  errors?: FieldIssue[];
}
