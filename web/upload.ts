import { CallError, callErrorFrom } from "#web/call-error.ts";
import { calls } from "#web/calls.data.ts";
import { getLocale } from "#web/i18n/index.ts";
import { randomKey } from "#web/intention.ts";
import type { OutputFor } from "#web/operations.ts";

export type UploadedFile = OutputFor<"file.upload">;

/** Sends one file; `onProgress` hears the share that has left, 0 … 1. XMLHttpRequest, because fetch tells no progress. */
export function uploadFile(
  file: File,
  onProgress: (share: number) => void = () => {},
  signal?: AbortSignal,
): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", calls["file.upload"].path);
    request.setRequestHeader("accept", "application/json, application/problem+json");
    request.setRequestHeader("accept-language", getLocale());
    request.setRequestHeader("idempotency-key", randomKey());
    request.responseType = "text";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as UploadedFile);
      else reject(callErrorFrom(request.status, body));
    });
    request.addEventListener("error", () => reject(new CallError("network")));
    request.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
