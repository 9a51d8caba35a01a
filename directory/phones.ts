import type { Vault } from "./context.ts";

const placeOf = (accountId: number) => `account:${accountId}`;

/** The telephone of one of a firm's people, for his account alone. */
export function sealPhone(vault: Vault, accountId: number, phone: string): Buffer {
  return vault.seal("account", placeOf(accountId), phone);
}

/** A duty line as it stands, a person's own number opened. */
export function phoneOf(
  vault: Vault,
  row: { readonly id: number; readonly duty_phone: string | null; readonly sealed_phone: Buffer | null },
): string | null {
  return row.sealed_phone === null ? row.duty_phone : vault.open("account", placeOf(row.id), row.sealed_phone);
}
