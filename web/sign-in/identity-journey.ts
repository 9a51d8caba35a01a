import { call } from "#web/call.ts";
import { forget, keep, readKept } from "#web/kept.ts";

/** A journey to an identity provider and back: what this tab alone keeps meanwhile. */
export interface Journey {
  readonly provider: string;
  readonly ticket: string;
  readonly purpose: "signIn" | "link";
  /** Where to go afterwards. */
  readonly back: string;
  /** What the provider has sent, once the browser is back. */
  readonly answer?: string;
}

/** Sends the browser to a provider. Throws `CallError` when it cannot be reached. */
export async function depart(provider: string, purpose: Journey["purpose"], back: string): Promise<void> {
  const begun = await call(purpose === "signIn" ? "identity.begin" : "identity.beginLink", { provider });
  keepJourney({ provider, ticket: begun.ticket, purpose, back });
  window.location.assign(begun.address);
}

export function keepJourney(journey: Journey): void {
  keep("identity", JSON.stringify(journey));
}

/** The journey that this tab is on; whoever opens the address without one has none. */
export function seeJourney(): Journey | undefined {
  const text = readKept("identity");
  return text === null ? undefined : (JSON.parse(text) as Journey);
}

/** The same, once. */
export function takeJourney(): Journey | undefined {
  const journey = seeJourney();
  forget("identity");
  return journey;
}
