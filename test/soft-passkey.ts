import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What an answer says of itself; each can be made wrong. */
interface Claims {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  /** The key that signs, in place of the passkey's own. */
  readonly key?: KeyObject;
}

/** An authenticator in software (WebAuthn level 2, ES256, attestation "none"): for answers that no browser would give. */
export interface SoftPasskey {
  readonly id: string;
  create(challenge: string, claims?: Claims): Record<string, unknown>;
  show(challenge: string, claims?: Claims): Record<string, unknown>;
}

export const localOrigin = "http://localhost:8080";

export function softPasskey(): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  // COSE_Key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
  const coseKey = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x, "base64url")),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y, "base64url")),
  ]);
  const clientData = (type: string, challenge: string, { origin = localOrigin }: Claims) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authenticatorData = ({ rpId = "localhost", userVerified = true, counter = 1 }: Claims, attested?: Buffer) => {
    const flags = 0x01 | (userVerified ? 0x04 : 0) | (attested ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.of(flags), count, attested ?? Buffer.alloc(0)]);
  };
  const common = { id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key" };
  return {
    id: common.id,
    create(challenge, claims = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = authenticatorData(claims, Buffer.concat([Buffer.alloc(16), length, id, coseKey]));
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        cborText("fmt"),
        cborText("none"),
        cborText("attStmt"),
        Buffer.from([0xa0]),
        cborText("authData"),
        cborBytes(authData),
      ]);
      const client = clientData(claims.type ?? "webauthn.create", challenge, claims);
      return {
        ...common,
        response: {
          clientDataJSON: client.toString("base64url"),
          attestationObject: attestationObject.toString("base64url"),
        },
      };
    },
    show(challenge, claims = {}) {
      const client = clientData(claims.type ?? "webauthn.get", challenge, claims);
      const authData = authenticatorData(claims);
      const signature = sign("sha256", Buffer.concat([authData, sha256(client)]), claims.key ?? privateKey);
      return {
        ...common,
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: signature.toString("base64url"),
        },
      };
    },
  };
}

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

function cborBytes(bytes: Buffer): Buffer {
  const head =
    bytes.length < 256 ? Buffer.of(0x58, bytes.length) : Buffer.of(0x59, bytes.length >> 8, bytes.length & 255);
  return Buffer.concat([head, bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + text.length), Buffer.from(text)]);
}
