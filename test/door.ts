import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { createHttp, type HttpOptions } from "#server/http.ts";
import { createLive } from "#server/live/live.ts";
import type { Harness } from "./harness.ts";
import type { Town } from "./town.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  // What a test looks at is checked by its expectations.
  readonly body: Record<string, unknown> & { code?: string; errors?: { path: string; code: string }[]; id?: number };
}

/** Somebody at the door with a session, or a stranger without one. */
export interface Visitor {
  readonly cookie: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  /** Sends exactly these bytes. */
  raw(method: string, path: string, body: BodyInit | null, headers: Record<string, string>): Promise<HttpAnswer>;
  upload(content: Uint8Array<ArrayBuffer>, name: string, type: string): Promise<HttpAnswer>;
}

export interface Door {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Opens a session for somebody of the town. */
  visitor(person: keyof Town["people"], device?: "desk" | "phone"): Promise<Visitor>;
  stranger(): Visitor;
  close(): Promise<void>;
}

let keys = 0;

/** The platform of a harness behind real HTTP on the loopback address. */
export async function openDoorTo(
  house: Harness,
  { port = 0, ...options }: Partial<Omit<HttpOptions, "platform" | "live">> & { readonly port?: number } = {},
): Promise<Door> {
  const { platform, town } = house;
  const live = createLive(platform, { databaseUrl: house.database.appUrl });
  await live.start();
  const app = await createHttp({ platform, live, secure: false, logger: false, ...options });
  const url = await app.listen({ host: "127.0.0.1", port });
  return {
    url,
    app,
    stranger: () => visitorWith(url, ""),
    async visitor(person, device = "desk") {
      const token = randomBytes(24).toString("base64url");
      const now = platform.clock.now();
      const expires = new Date(now.getTime() + 12 * 3_600_000);
      const firm =
        person === "otherLiaison"
          ? town.firms.run
          : ["liaison", "security", "legalRep"].includes(person)
            ? town.firms.east
            : null;
      await sql`select app.open_session(${platform.crypto.digest(token)}, ${town.people[person]}, ${firm}, ${device}, ${now}, ${expires},
        'PASSKEY', true)`.execute(platform.db);
      return visitorWith(url, `huhang=${token}`);
    },
    async close() {
      await live.close();
      await app.close();
    },
  };
}

function visitorWith(url: string, cookie: string): Visitor {
  const raw: Visitor["raw"] = async (method, path, body, headers) => {
    const answer = await fetch(url + path, { method, body, headers: { ...(cookie && { cookie }), ...headers } });
    const text = await answer.text();
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = { text };
    }
    return { status: answer.status, headers: answer.headers, body: parsed as HttpAnswer["body"] };
  };
  const key = () => {
    keys += 1;
    return `door-key-${keys}`;
  };
  return {
    cookie,
    raw,
    send: (method, path, body, headers = {}) =>
      raw(method, path, body === undefined ? null : JSON.stringify(body), {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(method !== "GET" && { "idempotency-key": key() }),
        ...headers,
      }),
    upload: (content, name, type) => {
      const form = new FormData();
      form.append("file", new Blob([content], { type }), name);
      return raw("POST", "/api/files", form, {});
    },
  };
}
