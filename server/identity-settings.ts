import { readFileSync } from "node:fs";
import { SettingsError } from "./settings-error.ts";

/** One identity provider, as the operator has set it. */
export interface ProviderSettings {
  /** Its name in the settings and in addresses. */
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  readonly label: { readonly zh: string; readonly en: string };
  /** By which of these a sign-in there is known as one of two factors; both empty: none is. */
  readonly acr: readonly string[];
  readonly amr: readonly string[];
}

/**
 * HUHANG_OIDC=aishandong,cert names them; HUHANG_OIDC_<NAME>_ISSUER, _CLIENT_ID, _SECRET_FILE, _LABEL, _LABEL_EN, _ACR and
 * _AMR say the rest. Throws SettingsError for what makes no sense, without the secret.
 */
export function readProviders(env: NodeJS.ProcessEnv): ProviderSettings[] {
  const ids = listOf(env["HUHANG_OIDC"]);
  const strange = ids.find((id, at) => !/^[a-z][a-z0-9]{0,19}$/.test(id) || ids.indexOf(id) !== at);
  if (strange !== undefined) {
    throw new SettingsError(
      `HUHANG_OIDC 中的 ${strange} 应为不重复的小写字母和数字`,
      `HUHANG_OIDC: ${strange} should be lower-case letters and digits, and named once`,
    );
  }
  return ids.map((id) => readProvider(env, id));
}

function readProvider(env: NodeJS.ProcessEnv, id: string): ProviderSettings {
  const name = (part: string) => `HUHANG_OIDC_${id.toUpperCase()}_${part}`;
  const wanted = (part: string): string => {
    const value = env[name(part)];
    if (value) return value;
    throw new SettingsError(`缺少 ${name(part)}`, `${name(part)} is missing`);
  };
  const issuer = wanted("ISSUER");
  const url = URL.parse(issuer);
  if (url === null || url.search !== "" || url.hash !== "" || !isSafe(url)) {
    throw new SettingsError(
      `${name("ISSUER")} 应为身份提供方的 https 网址`,
      `${name("ISSUER")} should be the provider's https address`,
    );
  }
  const zh = env[name("LABEL")] || id;
  return {
    id,
    issuer,
    clientId: wanted("CLIENT_ID"),
    secret: readSecret(name("SECRET_FILE"), wanted("SECRET_FILE")),
    label: { zh, en: env[name("LABEL_EN")] || zh },
    acr: listOf(env[name("ACR")]),
    amr: listOf(env[name("AMR")]),
  };
}

/** In the clear to this machine only. */
function isSafe(url: URL): boolean {
  const host = url.hostname.replaceAll(/^\[|\]$/g, "");
  return (
    url.protocol === "https:" ||
    (url.protocol === "http:" && (host === "localhost" || host === "::1" || host.startsWith("127.")))
  );
}

function readSecret(name: string, path: string): string {
  try {
    const secret = readFileSync(path, "utf8").trim();
    if (secret !== "") return secret;
  } catch {
    // Said below, without what the file holds.
  }
  throw new SettingsError(`${name}=${path} 读不到密钥`, `${name}=${path}: there is no secret to read`);
}

function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
