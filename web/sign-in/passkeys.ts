import type * as Passkeys from "@simplewebauthn/browser";
import type { InputFor, OutputFor } from "#web/operations.ts";

type Made = InputFor<"passkey.add">["answer"];
type Shown = InputFor<"passkey.prove">["answer"];
type Library = typeof Passkeys;

/** Passkeys belong to a name on a safe line; an address of numbers has none. */
export function canUsePasskeys(): boolean {
  return (
    window.isSecureContext &&
    typeof window.PublicKeyCredential === "function" &&
    !/^[\d.]+$|:/.test(window.location.hostname)
  );
}

/** The device makes a passkey; undefined when the person or the device would not. */
export function makePasskey(options: OutputFor<"passkey.begin">["options"]): Promise<Made | undefined> {
  return asked(async (library) => {
    const optionsJSON = options as unknown as Parameters<Library["startRegistration"]>[0]["optionsJSON"];
    const { response, ...key } = await library.startRegistration({ optionsJSON });
    return { ...key, clientExtensionResults: {}, response };
  });
}

/** The device shows a passkey; undefined when the person or the device would not. */
export function showPasskey(options: OutputFor<"passkey.ask">["options"]): Promise<Shown | undefined> {
  return asked(async (library) => {
    const optionsJSON = options as unknown as Parameters<Library["startAuthentication"]>[0]["optionsJSON"];
    const { response, ...key } = await library.startAuthentication({ optionsJSON });
    return { ...key, clientExtensionResults: {}, response };
  });
}

/** The library is fetched when somebody presses. What a device refuses (NotAllowed, another address) is no failure of ours. */
async function asked<T>(work: (library: Library) => Promise<T>): Promise<T | undefined> {
  const library = await import("@simplewebauthn/browser");
  try {
    return await work(library);
  } catch (error) {
    if (error instanceof DOMException || error instanceof library.WebAuthnError) return undefined;
    throw error;
  }
}
