import { isIP as kindOfAddress } from "node:net";
import { connect, type SecureVersion, type TLSSocket } from "node:tls";
import { isLoopback, type Settings } from "#server/settings.ts";
import { type Finding, finding } from "./finding.ts";

/** The way people come: whether by TLS alone, of which kind, and whether the proxy is known. */
export async function aboutHome({ home, host, trustProxy, rates }: Settings): Promise<Finding[]> {
  const url = new URL(home);
  const hostname = url.hostname.replaceAll(/^\[|\]$/g, "");
  if (url.protocol !== "https:") {
    const inside = isLoopback(host) && isLoopback(hostname);
    return [
      inside
        ? finding("ok", "home", `${home} 仅限本机`, "for this machine alone; people need https: set HUHANG_HOME")
        : finding("fail", "home", `${home} 未加密`, "is in the clear: put a proxy with TLS before it, set HUHANG_HOME"),
    ];
  }
  const limited = rates.address > 0;
  return [
    ...(await aboutTls(hostname, Number(url.port || 443))),
    trustProxy.length > 0
      ? finding(
          "ok",
          "proxy",
          `信任 ${trustProxy.join(", ")}`,
          `trusted; requests by address ${limited ? "limited" : "not limited"}`,
        )
      : finding(
          "warn",
          "proxy",
          "未设置 HUHANG_TRUST_PROXY，不能按地址限制请求",
          "no limit by address: name your proxies in HUHANG_TRUST_PROXY",
        ),
  ];
}

async function aboutTls(host: string, port: number): Promise<Finding[]> {
  const usual = await greet(host, port, {});
  if (typeof usual === "string") {
    return [finding("warn", "tls", `${host}:${port} 无法连接`, `cannot be reached from here: ${usual}`)];
  }
  const { authorized, protocol, cipher, reason } = usual;
  const [old, weak] = await Promise.all([
    greet(host, port, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" }),
    greet(host, port, {
      maxVersion: "TLSv1.2",
      ciphers: weakSuites,
    }),
  ]);
  return [
    typeof old === "string"
      ? finding("ok", "tls", `${protocol}，${cipher}`, "nothing older than TLS 1.2 is spoken")
      : finding("fail", "tls", `仍接受 ${old.protocol}`, "is still spoken: allow TLS 1.2 and 1.3 only"),
    typeof weak === "string"
      ? finding("ok", "ciphers", "不接受弱算法", "no weak suite is taken")
      : finding("warn", "ciphers", `仍接受 ${weak.cipher}`, "is weak and still taken: see ops/examples"),
    authorized
      ? finding("ok", "certificate", "证书可信", "is trusted")
      : finding("fail", "certificate", `证书不可信（${reason}）`, "is not trusted: browsers will refuse it"),
  ];
}

/** Without forward secrecy, or without authenticated encryption. */
const weakSuites = [
  "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA:DES-CBC3-SHA",
  "ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0",
].join(":");

interface Greeting {
  readonly authorized: boolean;
  readonly protocol: string;
  readonly cipher: string;
  readonly reason: string;
}

/** A handshake and nothing else; what went wrong, as words. */
function greet(
  host: string,
  port: number,
  options: { minVersion?: SecureVersion; maxVersion?: SecureVersion; ciphers?: string },
): Promise<Greeting | string> {
  return new Promise((resolve) => {
    let socket: TLSSocket;
    try {
      // Whatever it shows is looked at here; nothing is sent over it.
      socket = connect({
        host,
        port,
        servername: kindOfAddress(host) === 0 ? host : "",
        rejectUnauthorized: false,
        timeout: 5_000,
        ...options,
      });
    } catch (error) {
      resolve(error instanceof Error ? error.message : String(error));
      return;
    }
    socket.once("secureConnect", () => {
      resolve({
        authorized: socket.authorized,
        protocol: socket.getProtocol() ?? "",
        cipher: socket.getCipher().name,
        reason: String(socket.authorizationError ?? ""),
      });
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy(new Error("no answer")));
    socket.once("error", (error) => resolve(error.message));
  });
}
