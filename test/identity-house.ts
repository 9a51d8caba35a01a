import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import { Provider } from "oidc-provider";
import type { ProviderSettings } from "#server/identity-settings.ts";

/** A real OpenID provider on the loopback address; whoever comes is signed in there as `who`, without a question. */
export interface IdentityHouse {
  readonly issuer: string;
  /** Who sits before the browser. `refuse`: he presses "cancel". */
  who: { sub: string; acr?: string; amr?: string[]; refuse?: boolean };
  settings(more?: Partial<ProviderSettings>): ProviderSettings;
  /** Goes the browser's way there; gives what stands behind `?` when it is sent back. */
  walk(address: string): Promise<string>;
  /** The house no longer answers, and answers again. */
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

const secret = "a-secret-of-this-test-only-0123456789";

export async function openIdentityHouse(returns: readonly string[], id = "house"): Promise<IdentityHouse> {
  const server = createServer();
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "huhang", client_secret: secret, redirect_uris: [...returns] }],
    acrValues: ["urn:example:certificate"],
    // By what somebody has signed in is told when it is asked for.
    claims: { acr: null, amr: null, auth_time: null, iss: null, openid: ["sub"] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    jwks: { keys: [generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" })] },
    cookies: { keys: ["a key of this test"] },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    findAccount: (_exchange: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_exchange: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    loadExistingGrant: async (exchange: { oidc: { client: { clientId: string }; session: { accountId: string } } }) => {
      const { client, session } = exchange.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  const house = {
    issuer,
    who: { sub: "somebody" } as IdentityHouse["who"],
    settings: (more: Partial<ProviderSettings> = {}): ProviderSettings => ({
      id,
      issuer,
      clientId: "huhang",
      secret,
      label: { zh: "示例身份平台", en: "Example identity" },
      acr: [],
      amr: [],
      ...more,
    }),
    walk: async (address: string) => walk(address, issuer),
    away: () => shut(server),
    back: async () => {
      await listen(server, port);
    },
    close: () => shut(server),
  };
  provider.use(async (exchange, next) => {
    if (!exchange.path.startsWith("/interaction/")) return next();
    const { sub, acr, amr, refuse } = house.who;
    exchange.respond = false;
    await provider.interactionFinished(
      exchange.req,
      exchange.res,
      refuse === true
        ? { error: "access_denied", error_description: "cancelled" }
        : { login: { accountId: sub, remember: false, ...(acr && { acr }), ...(amr && { amr }) } },
    );
  });
  server.on("request", provider.callback());
  return house;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}

function shut(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A browser of few words: keeps cookies, follows redirects, stops where it leaves the provider. */
async function walk(start: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let address = start, steps = 0; steps < 10; steps += 1) {
    if (!address.startsWith(issuer)) return new URL(address).search;
    const answer = await fetch(address, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const next = answer.headers.get("location");
    if (next === null) throw new Error(`no way on from ${address}: ${answer.status} ${await answer.text()}`);
    address = new URL(next, address).href;
  }
  throw new Error("the provider sends the browser round and round");
}
