import { AppError } from "#kernel/errors.ts";
import { type Caller, execute } from "./pipeline.ts";
import type { Platform } from "./platform.ts";

/** What the page would ask first, and the answer. `why`: the reason for which the session has ended, if one did. */
export interface FirstAnswer {
  readonly id: "session.me" | "demo.personas";
  readonly answer: unknown;
  readonly why?: string;
}

/** Longer the page does not wait for what it can ask itself. */
const patienceMs = 1_000;

/**
 * Who is signed in, or to nobody's browser who could be: sent along with the page, because over a long line one more
 * round costs more than everything in it (decision 38). Undefined where the page has to ask for itself.
 */
export async function findFirstAnswer(
  platform: Platform,
  caller: Caller,
  site: string | string[] | undefined,
): Promise<FirstAnswer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined);
  });
  try {
    return await Promise.race([answerTo(platform, caller, site), late]);
  } catch {
    // Whatever it was, the page meets it again when it asks, and tells it.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function answerTo(
  platform: Platform,
  caller: Caller,
  site: string | string[] | undefined,
): Promise<FirstAnswer | undefined> {
  let why: unknown;
  if (caller.tokenHash) {
    try {
      return { id: "session.me", answer: (await execute(platform, "session.me", {}, caller)).body };
    } catch (error) {
      if (!(error instanceof AppError && error.code === "not-signed-in")) throw error;
      why = error.params["reason"];
    }
  } else if (site !== "none" && site !== "same-origin") {
    // Led here by another site, the browser keeps the cookie back (SameSite), and sends it when the page asks.
    return undefined;
  }
  const { tokenHash: _ended, ...stranger } = caller;
  const { body } = await execute(platform, "demo.personas", {}, stranger);
  return { id: "demo.personas", answer: body, ...(typeof why === "string" && { why }) };
}

/** An answer as the value of an attribute in double quotes. */
export function asAttribute(answer: FirstAnswer | undefined): string {
  const text = answer === undefined ? "" : JSON.stringify(answer);
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
