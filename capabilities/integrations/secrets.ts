import type { Vault } from "#directory/context.ts";

const module = "webhooks";
const placeOf = (endpoint: number) => `webhook_endpoint.secret:${endpoint}`;

/** The secret of an endpoint (`whsec_…`), sealed to its row. */
export const sealSecret = (vault: Vault, endpoint: number, secret: string): Buffer =>
  vault.seal(module, placeOf(endpoint), secret);

export const secretOf = (vault: Vault, endpoint: number, sealed: Buffer): string =>
  vault.open(module, placeOf(endpoint), sealed);
