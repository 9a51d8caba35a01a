import type { Operation } from "#kernel/operation.ts";
import { type OperationId, operations } from "#web/operations.ts";

/** What a call has to know of an operation; its schemas and its words for the published description stay on the server. */
export type Called = Pick<Operation, "method" | "path" | "kind" | "open" | "reply">;

/** How each operation is called. */
export const calls = Object.fromEntries(
  Object.entries<Operation>(operations).map(([id, { method, path, kind, open, reply }]) => [
    id,
    { method, path, kind, ...(open && { open }), ...(reply && { reply }) },
  ]),
) as Readonly<Record<OperationId, Called>>;
