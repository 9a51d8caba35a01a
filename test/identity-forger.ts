import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { ProviderSettings } from "#server/identity-settings.ts";

/** A provider that answers what the test tells it to: tokens that no honest one would give. */
export interface Forger {
  readonly issuer: string;
  settings: ProviderSettings;
  /** What the next token says in place of what is right, and by whose key it is signed. */
  /** Addresses that it was asked at, in order. */
  readonly asked: string[];
  says: {
    claims?: Record<string, unknown>;
    key?: KeyObject;
    status?: number;
    /** Sends whoever asks for a token elsewhere. */
    elsewhere?: string;
    metadata?: Record<string, unknown>;
  };
  readonly otherKey: KeyObject;
  close(): Promise<void>;
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function openForger(id = "forger"): Promise<Forger> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" };
  const server = createServer((request, response) => {
    forger.asked.push(request.url ?? "");
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.url === "/.well-known/openid-configuration")
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        authorization_response_iss_parameter_supported: true,
        ...forger.says.metadata,
      });
    if (request.url === "/jwks") return json(200, { keys: [jwk] });
    if (forger.says.elsewhere !== undefined && request.url === "/token")
      return response.writeHead(307, { location: forger.says.elsewhere }).end();
    if (forger.says.status !== undefined) return json(forger.says.status, { error: "server_error" });
    const now = Math.floor(Date.now() / 1000);
    const head = base64({ alg: "RS256", kid: "1" });
    const body = base64({ iss: issuer, aud: "huhang", sub: "forged", iat: now, exp: now + 60, ...forger.says.claims });
    const signature = sign("sha256", Buffer.from(`${head}.${body}`), forger.says.key ?? privateKey).toString(
      "base64url",
    );
    json(200, { access_token: "x", token_type: "bearer", id_token: `${head}.${body}.${signature}` });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const forger: Forger = {
    issuer,
    says: {},
    asked: [],
    otherKey: other.privateKey,
    settings: {
      id,
      issuer,
      clientId: "huhang",
      secret: "not-very-secret",
      label: { zh: "伪造", en: "Forged" },
      acr: [],
      amr: [],
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return forger;
}
