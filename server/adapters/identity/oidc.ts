import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import type { ProviderSettings } from "#server/identity-settings.ts";
import {
  AnswerRefused,
  type Identity,
  type IdentityProvider,
  ProviderAway,
  returnAddress,
} from "./identity-provider.ts";

/** How long the provider's description of itself is believed. */
const freshMs = 3_600_000;
/** Nobody waits longer for another server. */
const patienceSeconds = 8;

const journey = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() });

/**
 * OpenID Connect: authorization code with PKCE, state and nonce; the issuer of description, answer and token is compared
 * with the operator's, the token's signature, audience and time are checked. Nothing is asked for but who it is.
 */
export function createOidcProvider(settings: ProviderSettings): IdentityProvider {
  const { id, acr, amr } = settings;
  let known: { readonly at: number; readonly configuration: Promise<Configuration> } | undefined;
  const describe = async (): Promise<Configuration> => {
    if (!known || Date.now() - known.at > freshMs) known = { at: Date.now(), configuration: discover(settings) };
    try {
      return await known.configuration;
    } catch (error) {
      // Asked anew the next time.
      known = undefined;
      throw new ProviderAway(error);
    }
  };
  return {
    id,
    label: settings.label,
    declaresStrength: acr.length + amr.length > 0,
    async begin(home) {
      const configuration = await describe();
      const secrets = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const address = buildAuthorizationUrl(configuration, {
        redirect_uri: returnAddress(home, id),
        scope: "openid",
        response_type: "code",
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: "S256",
        ...(acr.length > 0 && { acr_values: acr.join(" ") }),
        // By what somebody has signed in is told by some only when they are asked.
        ...(amr.length > 0 &&
          configuration.serverMetadata()["claims_parameter_supported"] === true && {
            claims: JSON.stringify({ id_token: { amr: null } }),
          }),
      });
      return { address: address.href, kept: JSON.stringify(secrets) };
    },
    async finish(home, answer, kept) {
      const configuration = await describe();
      const { state, nonce, verifier } = journey.parse(JSON.parse(kept));
      const came = new URL(returnAddress(home, id));
      came.search = answer;
      const claims = await authorizationCodeGrant(configuration, came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      }).then(
        (tokens) => tokens.claims(),
        (error: unknown) => {
          throw isAway(error) ? new ProviderAway(error) : new AnswerRefused(error);
        },
      );
      if (!claims) throw new AnswerRefused(undefined);
      return { issuer: claims.iss, subject: claims.sub, strong: isStrong(settings, claims) } satisfies Identity;
    },
  };
}

function discover({ issuer, clientId, secret }: ProviderSettings): Promise<Configuration> {
  const server = new URL(issuer);
  return discovery(server, clientId, undefined, ClientSecretBasic(secret), {
    timeout: patienceSeconds,
    // Settings allow plain HTTP on this machine only. Signatures are checked, though the token comes over TLS.
    execute: [...(server.protocol === "http:" ? [allowInsecureRequests] : []), enableNonRepudiationChecks],
  });
}

function isStrong(
  { acr, amr }: Pick<ProviderSettings, "acr" | "amr">,
  claims: Readonly<Record<string, unknown>>,
): boolean {
  const level = claims["acr"];
  const means: readonly unknown[] = Array.isArray(claims["amr"]) ? claims["amr"] : [];
  return (typeof level === "string" && acr.includes(level)) || amr.some((one) => means.includes(one));
}

/** No answer, or one that says that the server is in trouble; everything else is an answer that is not to be believed. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "TypeError" && error.message === "fetch failed") return true;
  if ("code" in error && error.code === "OAUTH_TIMEOUT") return true;
  const response = error.cause;
  return response instanceof Response && response.status >= 500;
}
