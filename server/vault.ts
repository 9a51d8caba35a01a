import type { Vault } from "#directory/context.ts";
import type { CryptoProvider } from "./adapters/crypto/crypto-provider.ts";

/** The door to personal values at rest. */
export function vaultOf(crypto: CryptoProvider): Vault {
  const id = Buffer.from(crypto.activeKeyId, "latin1");
  return {
    // As `aes-provider.ts` writes it: format, length of the key id, key id.
    head: Buffer.concat([Buffer.of(1, id.length), id]),
    seal: (module, place, value) => crypto.seal(value, place, module),
    open: (module, place, sealed) => crypto.open(sealed, place, module).toString("utf8"),
    blind: (module, value) => crypto.keyIds.map((keyId) => crypto.mac(`blind-index:${module}`, value, keyId)),
  };
}
