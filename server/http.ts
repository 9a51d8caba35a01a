import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyCookie from "@fastify/cookie";
import fastifyMultipart from "@fastify/multipart";
import fastifyStatic from "@fastify/static";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { AppError } from "#kernel/errors.ts";
import type { Operation } from "#kernel/operation.ts";
import { keyForm, randomToken } from "./adapters/crypto/tokens.ts";
import { asAttribute, findFirstAnswer, type FirstAnswer } from "./first-answer.ts";
import { FILE_LIMITS } from "./files/limits.ts";
import { releaseRequest } from "./files/release-request.ts";
import { fileHeaders } from "./files/serve-headers.ts";
import { guardAgainstOtherSites, pageHeaders, sendHeaders } from "./headers.ts";
import type { Live } from "./live/live.ts";
import type { Answered } from "./metrics-door.ts";
import { openApiDocument } from "./openapi.ts";
import { type Answer, type Caller, execute } from "./pipeline.ts";
import type { Platform } from "./platform.ts";
import { problemOf } from "./problem.ts";
import { createRateLimit, nameOfAddress } from "./rate-limit.ts";
import type { SessionChange } from "./session-door.ts";
import type { RateLimits } from "./settings.ts";
import { arrivalOf } from "./upload.ts";

export const sessionCookie = "huhang";

/** Whom the browser is known by; it opens nothing. */
const marksCookie = "huhang-known";
const marksDays = 180;

/** Behind TLS the browser itself keeps the cookie to this host, this path and this way (`__Host-`). */
function cookieName(secure: boolean, name = sessionCookie): string {
  return secure ? `__Host-${name}` : name;
}

export interface HttpOptions {
  readonly platform: Platform;
  readonly live: Live;
  /** Folder of the built browser part; absent in tests of the interface alone. */
  readonly webDir?: string;
  /** Behind TLS: the cookie is marked Secure, and browsers come by no other way again. */
  readonly secure: boolean;
  /** Proxies whose `X-Forwarded-For` is believed; without any it is not read. */
  readonly trustProxy?: readonly string[];
  /** Absent in tests and benches of other things: none. */
  readonly rates?: RateLimits;
  /** Milliseconds that only go forward, for `rates`; the process's own unless told. */
  readonly rateClock?: () => number;
  readonly logger: FastifyBaseLogger | false;
  /** Hears of each answered request. */
  readonly observe?: (answered: Answered) => void;
}

const jsonLimit = 1024 * 1024;
const robots = "User-agent: *\nDisallow: /\n";

/** Cheap, and asked by machines that keep watch or by browsers for many at once. */
const uncounted = new Set(["/healthz", "/readyz", "/robots.txt", "/assets/*", "/*"]);

/** The doors of the platform: one route for each operation, the event stream, health, and the browser's files. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { platform, live, secure, trustProxy = [] } = options;
  const app = fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    // Addresses hold ids and what people look for: of a request only its route goes into the log.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: jsonLimit,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    // A request that comes in slower than this is given up (slow clients hold nothing).
    requestTimeout: 120_000,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    // Addresses that the router itself refuses, before any hook.
    frameworkErrors: (error, request, reply) => {
      sendHeaders(reply, secure);
      fail(platform, error, request, reply);
    },
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, {
    limits: { files: 1, fields: 0, fileSize: FILE_LIMITS.maxFileBytes + 1, headerPairs: 50 },
  });
  const waitOf = options.rates ? rateGuard(options.rates, secure, options.rateClock) : () => 0;
  app.addHook("onRequest", async (request, reply) => {
    sendHeaders(reply, secure);
    const wait = uncounted.has(request.routeOptions.url ?? "") ? 0 : waitOf(request);
    if (wait > 0) throw new AppError("too-many", { params: { seconds: wait } });
    guardAgainstOtherSites(request);
  });
  app.addHook("onResponse", async (request, reply) => {
    const answered = { method: request.method, route: request.routeOptions.url ?? "", status: reply.statusCode };
    request.log.info({ ...answered, ms: Math.round(reply.elapsedTime) });
    options.observe?.({ ...answered, seconds: reply.elapsedTime / 1_000 });
  });
  app.setErrorHandler((error, request, reply) => fail(platform, error, request, reply));
  app.setNotFoundHandler((request, reply) => fail(platform, new AppError("not-found"), request, reply));

  for (const { operation } of platform.registry.values()) addRoute(app, platform, operation, secure);
  const document = openApiDocument(platform.registry.values());
  app.get("/api/openapi.json", async () => document);
  app.get("/robots.txt", async (_, reply) => reply.type("text/plain; charset=utf-8").send(robots));
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    await platform.db.selectFrom("platform").select("key").limit(1).execute();
    return { status: "ready" };
  });
  app.get("/api/events", async (request, reply) => {
    const { matter } = request.query as { matter?: string };
    if (matter !== undefined && !/^[1-9]\d{0,15}$/.test(matter)) {
      throw new AppError("invalid", { issues: [{ path: "matter", code: "malformed" }] });
    }
    const tokenHash = tokenHashOf(platform, request, secure);
    if (!tokenHash) throw new AppError("not-signed-in");
    // The stream writes its own head: what every answer says goes along.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    await live.attach(request.raw, reply.raw, {
      tokenHash,
      device: deviceOf(request),
      address: request.ip,
      ...(matter !== undefined && { matterId: Number(matter) }),
    });
    reply.hijack();
  });
  if (options.webDir) {
    await addPages(app, options.webDir, async (request) => {
      // Whoever asks too often gets the page all the same, and hears it from what the page asks.
      if (waitOf(request) > 0) return undefined;
      const tokenHash = tokenHashOf(platform, request, secure);
      const caller = { device: deviceOf(request), address: request.ip, ...(tokenHash && { tokenHash }) };
      return findFirstAnswer(platform, caller, request.headers["sec-fetch-site"]);
    });
  }
  return app;
}

/**
 * Counts a request for its session or its key, and for its address, before anything is looked up. A made-up cookie has a count of its own
 * and still adds to its address. Tells how many seconds to wait, 0 for nobody who has to.
 */
function rateGuard(rates: RateLimits, secure: boolean, clock?: () => number): (request: FastifyRequest) => number {
  const bySession = rates.session > 0 ? createRateLimit(rates.session, clock) : null;
  const byAddress = rates.address > 0 ? createRateLimit(rates.address, clock) : null;
  return (request) => {
    const token = bearerOf(request) ?? request.cookies[cookieName(secure)];
    const address = nameOfAddress(request.ip);
    return Math.max(
      (address !== null && byAddress?.take(address)) || 0,
      // Our tokens are no longer than this; more would only fill the memory.
      (token && bySession?.take(token.slice(0, 64))) || 0,
    );
  };
}

function addRoute(app: FastifyInstance, platform: Platform, operation: Operation, secure: boolean): void {
  app.route({
    method: operation.method,
    url: operation.path,
    handler: async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once("close", () => gone.abort());
      const arrival = operation.body === "multipart" ? await arrivalFrom(request, gone.signal) : undefined;
      const credentials = credentialsOf(platform, request, secure);
      const key = request.headers["idempotency-key"];
      const marks = request.cookies[cookieName(secure, marksCookie)];
      const caller: Caller = {
        device: deviceOf(request),
        address: request.ip,
        ...(isUnattended(request) && { unattended: true }),
        ...credentials,
        ...(marks !== undefined && { marks }),
        ...(typeof key === "string" && { idempotencyKey: key }),
        ...(arrival && { arrival }),
      };
      try {
        const answer = await execute(platform, operation.id, inputOf(operation, request), caller);
        return await sendAnswer(reply, answer, secure, operation.shared);
      } catch (error) {
        // The sender of a refused file is not made to send the rest of it.
        if (arrival) releaseRequest(request.raw);
        throw error;
      }
    },
  });
}

/** Path, query and body as one object; what a body repeats of the path is refused as unknown. */
function inputOf(operation: Operation, request: FastifyRequest): unknown {
  const params = request.params as Record<string, string>;
  if (operation.body === "multipart") return { ...params };
  if (operation.method === "GET" || operation.method === "DELETE") {
    return { ...(request.query as Record<string, unknown>), ...params };
  }
  const { body } = request;
  if (body !== undefined && body !== null && (typeof body !== "object" || Array.isArray(body))) {
    throw new AppError("bad-request");
  }
  const twice = Object.keys(body ?? {}).filter((key) => key in params);
  if (twice.length > 0)
    throw new AppError("invalid", { issues: twice.map((path) => ({ path, code: "unknownField" })) });
  return { ...body, ...params };
}

async function arrivalFrom(request: FastifyRequest, signal: AbortSignal) {
  if (!request.isMultipart()) throw new AppError("unsupported-media");
  // A form that breaks off or has no parts is the sender's fault, whatever its reader calls it.
  const part = await request.file().catch((error: unknown) => {
    throw statusOf(error) === null ? new AppError("bad-request", { cause: error }) : error;
  });
  if (!part) throw new AppError("bad-request");
  return arrivalOf(part.file, part.filename, part.mimetype, signal);
}

async function sendAnswer(
  reply: FastifyReply,
  answer: Answer,
  secure: boolean,
  shared: number | undefined,
): Promise<FastifyReply> {
  if (answer.session) setCookie(reply, answer.session, secure);
  if (answer.file) {
    const { stream, name, mediaType, size } = answer.file;
    return reply.headers(fileHeaders({ name, mediaType, inline: true, ...(size !== null && { size }) })).send(stream);
  }
  const cache = shared === undefined ? "no-store" : `public, max-age=${shared}`;
  return reply.header("cache-control", cache).send(answer.body);
}

function setCookie(reply: FastifyReply, change: SessionChange, secure: boolean): void {
  const base = { path: "/", httpOnly: true, sameSite: "strict", secure } as const;
  // What pages have left behind goes too; drafts stay, as the person has chosen (decision 8).
  if (change === "ended") reply.clearCookie(cookieName(secure), base).header("clear-site-data", '"cache"');
  else {
    reply.setCookie(cookieName(secure), change.token, { ...base, maxAge: change.maxAgeSeconds });
    if (change.marks === undefined) return;
    // It stays when he signs out: there he is known the next time.
    reply.setCookie(cookieName(secure, marksCookie), change.marks, { ...base, maxAge: marksDays * 86_400 });
  }
}

function tokenHashOf(platform: Platform, request: FastifyRequest, secure: boolean): Buffer | undefined {
  const token = request.cookies[cookieName(secure)];
  return token ? platform.crypto.digest(token) : undefined;
}

/**
 * A session's cookie, or another system's key. Never both: what a browser sends by itself gives a key no rights and takes
 * none from it.
 */
function credentialsOf(
  platform: Platform,
  request: FastifyRequest,
  secure: boolean,
): Pick<Caller, "tokenHash" | "key"> {
  const tokenHash = tokenHashOf(platform, request, secure);
  const bearer = bearerOf(request);
  if (bearer === null) return tokenHash ? { tokenHash } : {};
  if (tokenHash) throw new AppError("bad-request");
  if (!keyForm.test(bearer)) throw new AppError("not-signed-in");
  return { key: { hash: platform.crypto.digest(bearer), address: request.ip } };
}

/** What stands behind `Authorization: Bearer`; other schemes are between the browser and a proxy. */
function bearerOf(request: FastifyRequest): string | null {
  const found = /^Bearer(?: +(.*))?$/is.exec(request.headers.authorization ?? "");
  return found && (found[1] ?? "");
}

function deviceOf(request: FastifyRequest): "phone" | "desk" {
  return /Mobile|Android|iPhone/.test(request.headers["user-agent"] ?? "") ? "phone" : "desk";
}

/** The page says so; and pictures come by themselves, when a page is drawn anew. */
function isUnattended({ headers }: FastifyRequest): boolean {
  return headers["x-unattended"] === "1" || headers["sec-fetch-dest"] === "image";
}

function fail(platform: Platform, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof AppError ? error : httpError(platform, error);
  const problem = problemOf(known, request.headers["accept-language"]);
  if (known.code === "too-many" || known.code === "unavailable") reply.header("retry-after", secondsToWait(known));
  if (problem.status === 401 && bearerOf(request) !== null) reply.header("www-authenticate", "Bearer");
  return reply.code(problem.status).type("application/problem+json").header("cache-control", "no-store").send(problem);
}

function secondsToWait({ params }: AppError): string {
  return String(params["seconds"] ?? (params["minutes"] === undefined ? 5 : Number(params["minutes"]) * 60));
}

function statusOf(error: unknown): number | null {
  return typeof error === "object" && error !== null && "statusCode" in error ? Number(error.statusCode) : null;
}

/** What Fastify itself refuses, before there is an operation. */
function httpError(platform: Platform, error: unknown): AppError {
  const status = statusOf(error) ?? 500;
  if (status === 413) return new AppError("too-large", { cause: error });
  if (status === 415 || status === 406) return new AppError("unsupported-media", { cause: error });
  if (status === 404 || status === 414) return new AppError("not-found", { cause: error });
  if (status >= 400 && status < 500) return new AppError("bad-request", { cause: error });
  platform.log.error({ err: error }, "unexpected error outside an operation");
  return new AppError("internal", { cause: error });
}

/** The browser part: hashed assets for ever, every other address the one page with a fresh nonce and its first answer. */
async function addPages(
  app: FastifyInstance,
  webDir: string,
  firstAnswerFor: (request: FastifyRequest) => Promise<FirstAnswer | undefined>,
): Promise<void> {
  const assets = join(webDir, "assets");
  if (!existsSync(assets)) return;
  await app.register(fastifyStatic, {
    root: assets,
    prefix: "/assets/",
    immutable: true,
    maxAge: "365d",
    preCompressed: true,
    decorateReply: false,
  });
  app.get("/*", async (request, reply) => {
    if (request.url.startsWith("/api/") || /\.[a-z0-9]{2,5}(\?|$)/i.test(request.url)) throw new AppError("not-found");
    const nonce = randomToken(16);
    // Read each time: a part built anew under a running server has other names for its scripts.
    const [page, first] = await Promise.all([readFile(join(webDir, "index.html"), "utf8"), firstAnswerFor(request)]);
    const filled = page.replaceAll("__NONCE__", nonce).replace("__FIRST__", () => asAttribute(first));
    return reply.headers(pageHeaders(nonce)).type("text/html; charset=utf-8").send(filled);
  });
}
