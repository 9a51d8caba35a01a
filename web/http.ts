import { CallError, callErrorFrom, isPassing } from "#web/call-error.ts";
import type { Called } from "#web/calls.data.ts";
import { randomKey } from "#web/intention.ts";

export interface RequestOptions {
  /** Names the intention: the server does it once, however often it is sent. */
  idempotencyKey?: string;
  locale?: string;
  /** Nobody has touched the page of late: it asks by itself, which keeps no session alive. */
  unattended?: boolean;
  signal?: AbortSignal;
}

type Values = Readonly<Record<string, unknown>>;

/** Method, address and body of a call; keys of the input that the path names go into it, the rest into query or body. */
export function requestFor(operation: Called, input: Values): { url: string; body: string | undefined } {
  const rest: Record<string, unknown> = { ...input };
  const path = operation.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  if (operation.method === "POST" || operation.method === "PUT") return { url: path, body: JSON.stringify(rest) };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      query.set(name, String(value));
    }
  }
  return { url: query.size === 0 ? path : `${path}?${query}`, body: undefined };
}

/** One request and its answer as JSON; throws `CallError`. */
export async function send(operation: Called, input: Values, options: RequestOptions = {}): Promise<unknown> {
  return request(operation, input, options, readJson);
}

/** One request whose answer is a file; throws `CallError`. */
export async function sendForFile(operation: Called, input: Values, options: RequestOptions = {}): Promise<Blob> {
  return request(operation, input, options, (response) => response.blob());
}

async function request<T>(
  operation: Called,
  input: Values,
  options: RequestOptions,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const { url, body } = requestFor(operation, input);
  const headers = new Headers({ accept: "application/json, application/problem+json" });
  if (operation.reply === "file") headers.set("accept", "*/*");
  if (options.locale !== undefined) headers.set("accept-language", options.locale);
  if (body !== undefined) headers.set("content-type", "application/json");
  if (options.unattended === true) headers.set("x-unattended", "1");
  if (operation.kind === "write") headers.set("idempotency-key", options.idempotencyKey ?? randomKey());
  let status: number;
  let problem: unknown;
  try {
    const response = await fetch(url, {
      method: operation.method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (response.ok) return await read(response);
    status = response.status;
    problem = await readJson(response);
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw new CallError("network", { cause });
  }
  throw callErrorFrom(status, problem);
}

/**
 * Sends again after a failure that may pass, so that a shaky connection costs nobody a second press. Only for calls
 * with an idempotency key. `wait` sleeps that many milliseconds.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  wait: (ms: number) => Promise<void>,
  pauses: readonly number[] = [400, 1200],
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await wait(pause);
  }
  return work();
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
