import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { openDoorTo } from "#test/door.ts";
import { openEvents } from "#test/event-stream.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const webDir = await mkdtemp(join(tmpdir(), "huhang-web-"));
afterAll(() => rm(webDir, { recursive: true }));
await mkdir(join(webDir, "assets"));
await writeFile(join(webDir, "index.html"), "<!doctype html><style nonce=__NONCE__></style>");
await writeFile(join(webDir, "assets", "page-1.js"), "export {};");
const house = await forTheseTests(startHarness());
const door = await forTheseTests(openDoorTo(house, { webDir }));
const stranger = door.stranger();

const get = (path: string, headers: Record<string, string> = {}) => stranger.raw("GET", path, null, headers);

/** Sends exactly these lines and gives back all that comes. */
async function say(...lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(door.url).port), "127.0.0.1");
  socket.end(`${lines.join("\r\n")}\r\n\r\n`);
  return text(socket);
}

describe("every answer", () => {
  it.each([
    ["the page", "/", 200, "text/html; charset=utf-8"],
    ["a script", "/assets/page-1.js", 200, "application/javascript; charset=utf-8"],
    ["data", "/api/demo/personas", 200, "application/json; charset=utf-8"],
    ["what robots read", "/robots.txt", 200, "text/plain; charset=utf-8"],
    ["a refusal", "/api/matters", 401, "application/problem+json; charset=utf-8"],
    ["an address that is none", "/api/nothing", 404, "application/problem+json; charset=utf-8"],
    ["an address that the router refuses", "/api/matters/%zz", 400, "application/problem+json; charset=utf-8"],
  ])(
    "%s says what it is, lets nothing be guessed or framed, and nothing of the program",
    async (_w, path, status, type) => {
      const { headers, ...answer } = await get(path, { origin: "https://elsewhere.example" });
      expect([answer.status, headers.get("content-type")]).toEqual([status, type]);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
      // No other site's page reads an answer, whatever it says of itself.
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect([headers.get("server"), headers.get("x-powered-by")]).toEqual([null, null]);
      expect(headers.get("cache-control")).toBe(
        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-store",
      );
      // Without TLS before it the browser is not told to come by TLS only.
      expect(headers.get("strict-transport-security")).toBeNull();
    },
  );

  it("behind TLS demands TLS for a year, whatever it is", async () => {
    const safe = await openDoorTo(house, { webDir, secure: true });
    for (const path of [
      "/",
      "/assets/page-1.js",
      "/api/demo/personas",
      "/api/matters",
      "/api/matters/%zz",
      "/healthz",
    ]) {
      const { headers } = await safe.stranger().raw("GET", path, null, {});
      expect([path, headers.get("strict-transport-security")]).toEqual([path, "max-age=31536000; includeSubDomains"]);
    }
    await safe.close();
  });

  it("is one that goes on, too: the event stream", async () => {
    const safe = await openDoorTo(house, { secure: true });
    const { cookie } = await safe.visitor("liaison");
    const stream = await openEvents(`${safe.url}/api/events`, { cookie: `__Host-${cookie}` });
    expect([stream.status, stream.headers["content-type"]]).toEqual([200, "text/event-stream; charset=utf-8"]);
    expect(stream.headers).toMatchObject({
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "cache-control": "no-store, no-transform",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    });
    stream.close();
    await safe.close();
  });

  it("says to robots that nothing is for them", async () => {
    expect((await get("/robots.txt")).body["text"]).toBe("User-agent: *\nDisallow: /\n");
  });
});

describe("the page", () => {
  it("loads from this host alone, runs no inline script, and is framed by nobody", async () => {
    const policy = async () => {
      const { headers } = await get("/matters/7");
      expect(headers.get("permissions-policy")).toContain("geolocation=()");
      return new Map(
        (headers.get("content-security-policy") ?? "").split("; ").map((part) => {
          const [name = "", ...values] = part.split(" ");
          return [name, values.join(" ")];
        }),
      );
    };
    const first = await policy();
    expect(first.get("default-src")).toBe("'none'");
    expect(first.get("script-src")).toBe("'self'");
    expect(first.get("base-uri")).toBe("'none'");
    expect(first.get("frame-ancestors")).toBe("'none'");
    expect(first.get("form-action")).toBe("'self'");
    expect([...first.values()].join(" ")).not.toMatch(/unsafe|\*|https?:/);
    expect(first.get("style-src")).toMatch(/^'self' 'nonce-[\w-]{20,}'$/);
    expect((await policy()).get("style-src")).not.toBe(first.get("style-src"));
  });

  it("is all there is to read: no folder, no source, nothing above", async () => {
    for (const path of [
      "/assets/",
      "/assets",
      "/.git/config",
      "/package.json",
      "/assets/..%2findex.html",
      "/main.ts",
    ]) {
      const { status, body } = await get(path);
      expect([path, status === 404 || String(body["text"]).startsWith("<!doctype html>")]).toEqual([path, true]);
      expect(JSON.stringify(body)).not.toContain("page-1.js");
    }
  });
});

describe("a request", () => {
  it("of two lengths, or to be traced, is refused", async () => {
    const smuggled = await say(
      "POST /api/session HTTP/1.1",
      "Host: 127.0.0.1",
      "Content-Length: 5",
      "Transfer-Encoding: chunked",
      "",
      "0",
    );
    expect(smuggled).toMatch(/^HTTP\/1\.1 400 /);
    const traced = await say("TRACE / HTTP/1.1", "Host: 127.0.0.1", "X-Secret: 42", "Connection: close");
    expect(traced).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(traced).not.toContain("X-Secret");
  });

  it("that only reads changes nothing: every write has a method of its own", () => {
    const safe = [...house.platform.registry.values()].flatMap(({ operation: { id, kind, method } }) =>
      kind === "write" && method === "GET" ? [id] : [],
    );
    expect(safe).toEqual([]);
  });
});
