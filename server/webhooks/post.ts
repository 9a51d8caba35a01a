import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { IncomingMessage } from "node:http";
import type { Destinations } from "./destinations.ts";

export interface Posted {
  readonly status: number | null;
  readonly fault: string | null;
  readonly clip: string | null;
}

interface Limits {
  /** From the first look at the name to the last byte that is read. */
  readonly wholeMs: number;
}
const usualLimits: Limits = { wholeMs: 10_000 };
/** So much of an answer is read; what else comes is not waited for. */
const answerBytes = 4_096;
const clipLetters = 200;

/**
 * Sends one body to one place. A redirect is an answer like any other: nothing follows it. The name is looked up when the
 * connection is made, and an address that the host may not have is not connected to. Never throws.
 */
export async function post(
  destinations: Destinations,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  limits = usualLimits,
): Promise<Posted> {
  // Asked again at each attempt: the operator may have taken the host from the list.
  const fault = destinations.faultOf(url);
  if (fault !== null) return { status: null, fault, clip: null };
  const late = AbortSignal.timeout(limits.wholeMs);
  try {
    const answer = await send(destinations, new URL(url), headers, body, late);
    const status = answer.statusCode ?? 0;
    const text = await firstBytes(answer, late);
    const taken = status >= 200 && status < 300;
    return { status, fault: taken ? null : faultOfStatus(status), clip: taken ? null : clipOf(text) };
  } catch (error) {
    return { status: null, fault: late.aborted ? "timeout" : faultOfError(error), clip: null };
  }
}

function send(
  { lookup }: Destinations,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      lookup,
      // A connection of its own: what was looked up is what is connected to.
      agent: false,
      signal,
    });
    sent.once("response", resolve);
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Reads the beginning of an answer and lets go of the rest. */
async function firstBytes(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer) {
      parts.push(part as Buffer);
      size += (part as Buffer).length;
      if (size >= answerBytes) break;
    }
  } catch (error) {
    // The status has come: that is the answer. Only a receiver that never ends it is late.
    if (signal.aborted) throw error;
  } finally {
    answer.destroy();
  }
  return Buffer.concat(parts).subarray(0, answerBytes).toString("utf8");
}

const clipOf = (text: string) =>
  text
    .replaceAll(/[\s\p{C}]+/gu, " ")
    .trim()
    .slice(0, clipLetters) || null;
const faultOfStatus = (status: number) => (status >= 300 && status < 400 ? "redirect" : "refused");

/** What kind of failure; never the words of an error, which may hold anything. */
function faultOfError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code.slice(0, 40) : "unknown";
}
