import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useRef } from "react";
import { watchHands } from "#web/attended.ts";
import { CallError } from "#web/call-error.ts";
import { getLocale } from "#web/i18n/index.ts";
import { type RequestOptions, send, sendForFile, withRetries } from "#web/http.ts";
import { intentions, randomKey } from "#web/intention.ts";
import { type Called, calls } from "#web/calls.data.ts";
import type { InputFor, OperationId, OutputFor } from "#web/operations.ts";
import { learnServerTime } from "#web/server-time.ts";

let whenSignedOut: (reason: string | undefined) => void = () => {};
const isAttended = watchHands(globalThis.window, () => performance.now());
let askForProof: (() => Promise<boolean>) | undefined;

/** What happens when the server no longer knows who is calling; the shell leads to the sign-in page and says why. */
export function onSignedOut(handler: (reason: string | undefined) => void): void {
  whenSignedOut = handler;
}

/**
 * How somebody is asked to show once more who he is, before a sensitive act; true when he has. Undefined: nobody asks,
 * and the refusal is told like any other.
 */
export function onProofWanted(handler: (() => Promise<boolean>) | undefined): void {
  askForProof = handler;
}

/** Calls an operation. Throws `CallError`; a lost session also leads to the sign-in page. */
export async function call<Id extends OperationId>(
  id: Id,
  input: InputFor<Id>,
  options: Omit<RequestOptions, "locale" | "unattended"> = {},
): Promise<OutputFor<Id>> {
  const operation = calls[id];
  // The same key before and after a proof: what was asked for is one thing.
  const sent = { idempotencyKey: randomKey(), ...options, locale: getLocale(), unattended: !isAttended() };
  const answer = await whileSignedIn(operation, () => send(operation, input, sent));
  learnServerTime(answer);
  return answer as OutputFor<Id>;
}

/** The file that an operation answers with. Throws like `call`. */
export async function callForFile<Id extends OperationId>(id: Id, input: InputFor<Id>): Promise<Blob> {
  const operation = calls[id];
  return whileSignedIn(operation, () =>
    sendForFile(operation, input, { locale: getLocale(), unattended: !isAttended() }),
  );
}

async function whileSignedIn<T>(operation: Called, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.code === "not-signed-in" && operation.open !== true) whenSignedOut(error.reason);
    if (error.code === "reauthenticate" && (await askForProof?.()) === true) return ask();
    throw error;
  }
}

/** Under which key an answer is kept; live events find it by the operation's id. */
export function keyOf<Id extends OperationId>(id: Id, input: InputFor<Id>): readonly [Id, InputFor<Id>] {
  return [id, input];
}

type QueryExtras<Id extends OperationId> = Omit<
  UseQueryOptions<OutputFor<Id>, CallError, OutputFor<Id>, readonly [Id, InputFor<Id>]>,
  "queryKey" | "queryFn"
>;

/** The answer of a reading operation, kept fresh by live events. */
export function useOperation<Id extends OperationId>(
  id: Id,
  input: InputFor<Id>,
  extras: QueryExtras<Id> = {},
): UseQueryResult<OutputFor<Id>, CallError> {
  return useQuery({ ...extras, queryKey: keyOf(id, input), queryFn: ({ signal }) => call(id, input, { signal }) });
}

/**
 * A writing operation. Each intention has one idempotency key, kept while the same input is tried again, so that a
 * thing is done once even when the answer was lost. Afterwards everything that is on the screen is read anew.
 */
export function useAction<Id extends OperationId>(id: Id) {
  const queries = useQueryClient();
  const keys = useRef(intentions());
  return useMutation<OutputFor<Id>, CallError, InputFor<Id>>({
    mutationFn: async (input) => {
      const idempotencyKey = keys.current.keyFor(input);
      return withRetries(() => call(id, input, { idempotencyKey }), sleep);
    },
    onSuccess: async () => {
      keys.current.done();
      await queries.invalidateQueries({ refetchType: "active" });
    },
  });
}

/** Address of a file's content, or of its small picture. */
export function fileUrl(id: string, options: { thumb?: boolean } = {}): string {
  return `/api/files/${encodeURIComponent(id)}${options.thumb === true ? "?thumb=true" : ""}`;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

export { CallError } from "#web/call-error.ts";
export { uploadFile, type UploadedFile } from "#web/upload.ts";
