import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { KnownPasskey } from "#directory/context.ts";

/** The name to which passkeys belong, and the one address (or this machine's) from which they are used. */
export interface RelyingParty {
  readonly id: string;
  readonly isOrigin: (origin: string) => boolean;
}

/** Passkeys belong to the host of the operator's address; without one, to this machine's own name. */
export function relyingParty(home: string | null): RelyingParty {
  const own = home === null ? null : new URL(home);
  // An address of numbers is no name: it is this machine's, before an operator has given it one.
  if (own && own.hostname !== "localhost" && !/^[\d.]+$|^\[/.test(own.hostname))
    return { id: own.hostname, isOrigin: (origin) => origin === own.origin };
  return { id: "localhost", isOrigin: (origin) => URL.parse(origin)?.hostname === "localhost" };
}

/** Whether a challenge was given out for this, and has not been answered yet. */
export type IsChallenge = (challenge: string) => Promise<boolean>;

export function askToAdd(
  rp: RelyingParty,
  owner: { readonly accountId: number; readonly login: string; readonly dutyName: string },
  known: readonly string[],
) {
  return generateRegistrationOptions({
    rpName: "护航 Huhang",
    rpID: rp.id,
    userID: new TextEncoder().encode(`account:${owner.accountId}`),
    userName: owner.login,
    userDisplayName: owner.dutyName,
    attestationType: "none",
    excludeCredentials: known.map((id) => ({ id })),
    // A fingerprint, a face that stays on the device, or a PIN: with the key itself these are two factors.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

export function askToShow(rp: RelyingParty) {
  return generateAuthenticationOptions({ rpID: rp.id, userVerification: "required" });
}

/** The new passkey; null for an answer that is forged, foreign, repeated, or given without the person. */
export async function checkAdded(
  rp: RelyingParty,
  response: RegistrationResponseJSON,
  isChallenge: IsChallenge,
): Promise<KnownPasskey | null> {
  const origin = originOf(response.response.clientDataJSON);
  if (origin === null || !rp.isOrigin(origin)) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: isChallenge,
      expectedOrigin: origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
    });
    if (!verified) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: id, publicKey: Buffer.from(publicKey), counter };
  } catch (error) {
    return refusedOnly(error);
  }
}

/** The passkey's new counter; null for an answer that is forged, foreign, repeated, or given without the person. */
export async function checkShown(
  rp: RelyingParty,
  response: AuthenticationResponseJSON,
  isChallenge: IsChallenge,
  passkey: KnownPasskey,
): Promise<number | null> {
  const origin = originOf(response.response.clientDataJSON);
  if (origin === null || !rp.isOrigin(origin)) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: isChallenge,
      expectedOrigin: origin,
      expectedRPID: rp.id,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch (error) {
    return refusedOnly(error);
  }
}

/** What the browser says of the page that asked. It is signed, so that what is read here early is checked afterwards. */
function originOf(clientDataJSON: string): string | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    return typeof read === "object" && read !== null && "origin" in read ? String(read.origin) : null;
  } catch {
    return null;
  }
}

/** The library throws for whatever is wrong with an answer; what the database says of a challenge is passed on. */
function refusedOnly(error: unknown): null {
  if (error instanceof Error && !("severity" in error)) return null;
  throw error;
}
