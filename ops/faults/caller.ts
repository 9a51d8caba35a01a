import { Agent, request } from "node:http";

/** One answer as it came over the line. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Somebody outside with a session cookie, or without one. */
export interface Outsider {
  readonly persona: string;
  /** As the header says it; empty for a stranger. */
  readonly cookie: string;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Sends exactly this text as the body. */
  sendText(
    method: string,
    path: string,
    text: string | null,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
  /** JSON of a GET that succeeds. */
  read<T>(path: string): Promise<T>;
  /** Signs in anew, when the session has ended. */
  enter(): Promise<void>;
}

let keys = 0;

/** A key as every write wants one. */
export function freshKey(): string {
  keys += 1;
  return `faults-${process.pid}-${keys}`;
}

/** Calls an address on this machine. A connection that breaks is an error of its own, never a status. */
export class Line {
  readonly url: string;
  readonly #agent: Agent;

  constructor(url: string, connections: number) {
    this.url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send(method: string, path: string, body: string | null, headers: Readonly<Record<string, string>>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = { ...headers, ...(body !== null && { "content-length": String(Buffer.byteLength(body)) }) };
      const call = request(this.url + path, { method, agent: this.#agent, headers: sent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers["content-type"] ?? "",
            text: Buffer.concat(parts).toString("utf8"),
          }),
        );
        answer.on("error", reject);
      });
      call.on("error", reject);
      call.end(body ?? undefined);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Somebody of the demo city; `null`: a stranger without a session. */
export async function openOutsider(line: Line, persona: string | null): Promise<Outsider> {
  let cookie = "";
  const outsider: Outsider = {
    persona: persona ?? "stranger",
    get cookie() {
      return cookie;
    },
    send(method, path, body, headers) {
      return outsider.sendText(method, path, body === undefined ? null : JSON.stringify(body), headers);
    },
    sendText(method, path, text, headers = {}) {
      const all = {
        ...(cookie !== "" && { cookie }),
        ...(text !== null && { "content-type": "application/json" }),
        ...(method !== "GET" && { "idempotency-key": freshKey() }),
        ...headers,
      };
      return line.send(method, path, text, all);
    },
    async read<T>(path: string) {
      const reply = await outsider.send("GET", path);
      if (reply.status !== 200) throw new Error(`GET ${path} as ${outsider.persona}: ${reply.status} ${reply.text}`);
      return JSON.parse(reply.text) as T;
    },
    async enter() {
      if (persona === null) return;
      const answer = await fetch(`${line.url}/api/demo/session`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ persona }),
      });
      const [pair] = (answer.headers.get("set-cookie") ?? "").split(";");
      if (answer.status !== 200 || pair === undefined) throw new Error(`sign-in as ${persona}: ${answer.status}`);
      cookie = pair;
    },
  };
  await outsider.enter();
  return outsider;
}
