/**
 * Somebody else who says who a person is: 爱山东, police certificates, an office's own sign-in. The platform sends the
 * browser there and reads the answer that it brings back; OpenID Connect is the only way so far.
 */
export interface IdentityProvider {
  /** Its name in the settings and in addresses. */
  readonly id: string;
  /** What stands on its button. */
  readonly label: { readonly zh: string; readonly en: string };
  /** Whether the operator has declared by what its strong sign-ins are known. */
  readonly declaresStrength: boolean;
  /**
   * Where the browser is sent, and what is kept until it comes back to `home`.
   * @throws ProviderAway
   */
  begin(home: string): Promise<Departure>;
  /**
   * Who has come back, by the question that stands behind `?` in the browser's address.
   * @throws ProviderAway
   * @throws AnswerRefused: forged, foreign, repeated, too old, meant for somebody else, or the person said no
   */
  finish(home: string, answer: string, kept: string): Promise<Identity>;
}

export interface Departure {
  readonly address: string;
  /** Secrets of this one journey; never shown to the browser. */
  readonly kept: string;
}

/** Whom the provider knows, by its own never-changing number: no name, no telephone is asked for. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** The sign-in there was of a declared strength: it counts as two factors. */
  readonly strong: boolean;
}

export class ProviderAway extends Error {
  constructor(cause: unknown) {
    super("the identity provider cannot be reached", { cause });
    this.name = "ProviderAway";
  }
}

export class AnswerRefused extends Error {
  constructor(cause: unknown) {
    super("the identity provider's answer is refused", { cause });
    this.name = "AnswerRefused";
  }
}

/** Where a provider sends the browser back to. */
export function returnAddress(home: string, provider: string): string {
  return new URL(`/sign-in/return/${provider}`, home).href;
}
