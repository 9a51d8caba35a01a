import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type CallError } from "#web/call.ts";
import { withRetries } from "#web/http.ts";
import type { InputFor, OutputFor } from "#web/operations.ts";

interface Sending {
  input: InputFor<"matter.open">;
  idempotencyKey: string;
}

/** Opens the matter under a key that the draft keeps; a lost answer is asked for again by itself. */
export function useSendQuestion() {
  const queries = useQueryClient();
  return useMutation<OutputFor<"matter.open">, CallError, Sending>({
    mutationFn: ({ input, idempotencyKey }) => withRetries(() => call("matter.open", input, { idempotencyKey }), sleep),
    onSuccess: () => queries.invalidateQueries({ refetchType: "active" }),
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
