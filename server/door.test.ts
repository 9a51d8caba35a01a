import { randomBytes } from "node:crypto";
import pg from "pg";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { openDoorTo, type Visitor } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

let liaison: Visitor;
let officer: Visitor;

const house = await forTheseTests(startHarness());
const door = await forTheseTests(openDoorTo(house));
beforeAll(async () => {
  liaison = await door.visitor("liaison");
  officer = await door.visitor("officerA");
});

const question = (more: Record<string, unknown> = {}, text = "渣土车能走北门吗？") => ({
  procedure: "consultation",
  projectId: house.town.projects.bridge,
  title: "进场路线",
  topic: "traffic",
  form: { question: { text } },
  ...more,
});

/** Rows that a refused call must leave as they were, counted past the row policies. */
async function counts(): Promise<Record<string, number>> {
  const tables = ["matter", "entry", "task", "turn", "due", "file", "outbox", "idempotency", "number_series"];
  const found = await house.admin.query(
    `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(", ")}`,
  );
  return found.rows[0];
}

async function opened(): Promise<number> {
  const answer = await liaison.send("POST", "/api/matters", question());
  expect(answer.status).toBe(200);
  return Number(answer.body.id);
}

it("is on record with the network that it came from, not with the machine", async () => {
  const id = await opened();
  await officer.send("GET", `/api/matters/${id}`);
  const { rows } = await house.admin.query("select distinct detail ->> 'from' as net from audit where object = $1", [
    `matter:${id}`,
  ]);
  expect(rows).toEqual([{ net: "127.0.0.0/24" }]);
});

describe("what a question may look like", () => {
  it.each([
    ["a number as the title", { title: 7 }, "title", "wrongType"],
    ["no title", { title: undefined }, "title", "required"],
    ["a title of one character", { title: "路" }, "title", "tooShort"],
    ["a title of 61 characters", { title: "路".repeat(61) }, "title", "tooLong"],
    ["a title of blanks", { title: "   " }, "title", "required"],
    ["an unknown field", { colour: "red" }, "colour", "unknownField"],
    ["an unknown section", { form: { question: { text: "可以走北门吗" }, mood: {} } }, "form.mood", "unknownField"],
    [
      "an unknown field in a section",
      { form: { question: { text: "可以走北门吗", x: 1 } } },
      "form.question.x",
      "unknownField",
    ],
    ["no text", { form: { question: {} } }, "form.question.text", "required"],
    [
      "a control character",
      { form: { question: { text: "可以走\u0000北门吗" } } },
      "form.question.text",
      "controlCharacters",
    ],
    [
      "half a surrogate pair",
      { form: { question: { text: "可以走北门吗\ud842" } } },
      "form.question.text",
      "brokenText",
    ],
    ["an unknown procedure", { procedure: "appeals" }, "procedure", "unknownProcedure"],
    ["an unknown topic", { topic: "weather" }, "topic", "notAChoice"],
    ["a project that is not", { projectId: 999_999 }, "projectId", "unknownProject"],
    ["a negative project", { projectId: -1 }, "projectId", "tooSmall"],
    ["files that are not", { files: ["5f0c1b52-6a49-4d7c-9d59-6d3f0f3b7c11"] }, "files.0", "unknownFile"],
    ["a file id that is none", { files: ["../etc/passwd"] }, "files.0", "malformed"],
    [
      "thirteen files",
      { files: Array.from({ length: 13 }, () => "5f0c1b52-6a49-4d7c-9d59-6d3f0f3b7c11") },
      "files",
      "tooLong",
    ],
  ])("refuses %s and names the place", async (_name, change, path, code) => {
    const before = await counts();
    const answer = await liaison.send("POST", "/api/matters", question(change));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await counts()).toEqual(before);
  });

  it("keeps rare characters and emoji as they are, each counted once", async () => {
    const title = "𠮷野𫖯桥😀工地";
    const text = "𬭎".repeat(2000);
    const answer = await liaison.send("POST", "/api/matters", question({ title }, text));
    expect(answer.status).toBe(200);
    const seen = await liaison.send("GET", `/api/matters/${answer.body.id}`);
    expect(seen.body["title"]).toBe(title);
    expect(JSON.stringify(seen.body["entries"])).toContain(text);
    const longer = await liaison.send("POST", "/api/matters", question({}, `${text}多`));
    expect(longer.body.errors).toEqual([expect.objectContaining({ path: "form.question.text", code: "tooLong" })]);
  });

  it("refuses another firm's project as if it were not there", async () => {
    const answer = await liaison.send("POST", "/api/matters", question({ projectId: house.town.projects.plant }));
    expect(answer.body.errors).toEqual([{ path: "projectId", code: "unknownProject" }]);
  });

  it("is not for officers to ask", async () => {
    expect((await officer.send("POST", "/api/matters", question())).status).toBe(403);
  });
});

describe("a step", () => {
  const form = { text: "可以走北门。", source: "示例办法第七条" };

  it("with a stale version, an unknown name, a wrong state or no right gets its own status", async () => {
    const id = await opened();
    const path = `/api/matters/${id}/steps`;
    expect((await officer.send("POST", `${path}/answer`, { version: 9, form })).body.code).toBe("stale-version");
    expect((await officer.send("POST", `${path}/dance`, { version: 1, form })).body.errors).toEqual([
      { path: "step", code: "unknownStep" },
    ]);
    const early = await liaison.send("POST", `${path}/confirm`, { version: 1, form: {} });
    expect([early.status, early.body.code, early.body["reason"]]).toEqual([409, "illegal-step", "notInThisState"]);
    expect((await liaison.send("POST", `${path}/answer`, { version: 1, form })).status).toBe(403);
    expect((await officer.send("POST", `${path}/answer`, { version: 1, form, id: 3 })).status).toBe(422);
    expect((await officer.send("POST", `${path}/answer`, { version: 1, form: { text: "可" } })).body.errors).toEqual([
      { path: "form.text", code: "tooShort", params: { limit: 5 } },
      { path: "form.source", code: "required" },
    ]);
  });

  it("taken twice at once happens once", async () => {
    const id = await opened();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => officer.send("POST", `/api/matters/${id}/steps/answer`, { version: 1, form })),
    );
    expect(answers.map((answer) => answer.status).sort((left, right) => left - right)).toEqual([
      200, 409, 409, 409, 409, 409,
    ]);
  });

  it("with one key is done once and answered alike; another body under the key is refused", async () => {
    const id = await opened();
    const path = `/api/matters/${id}/steps/answer`;
    const key = { "idempotency-key": `one-key-${id}` };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => officer.send("POST", path, { version: 1, form }, key)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body])))).toEqual(
      new Set([JSON.stringify([200, { id, version: 2, state: "ANSWERED", phase: "waiting" }])]),
    );
    const other = await officer.send("POST", path, { version: 1, form: { ...form, text: "不可以走北门。" } }, key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency-key-reused"]);
    const seen = await officer.send("GET", `/api/matters/${id}`);
    expect((seen.body["entries"] as { name: string }[]).filter((entry) => entry.name === "answer")).toHaveLength(1);
  });

  it("needs a key", async () => {
    const answer = await officer.raw("POST", "/api/matters/1/comments", "{}", { "content-type": "application/json" });
    expect(answer.body.code).toBe("invalid");
    const id = await opened();
    const body = JSON.stringify({ audience: "shared", text: "好" });
    const missing = await officer.raw("POST", `/api/matters/${id}/comments`, body, {
      "content-type": "application/json",
    });
    expect([missing.status, missing.body.code]).toEqual([400, "idempotency-key-missing"]);
  });
});

describe("a request that is none", () => {
  const json = { "content-type": "application/json", "idempotency-key": "malformed-1" };

  it.each([
    ["broken JSON", "POST", "/api/matters", '{"title": ', json, 400],
    ["a list as the body", "POST", "/api/matters", "[]", json, 400],
    ["null as the body", "POST", "/api/matters", "null", json, 422],
    ["a prototype", "POST", "/api/matters", '{"__proto__": {"x": 1}}', json, 400],
    ["XML", "POST", "/api/matters", "<a/>", { ...json, "content-type": "application/xml" }, 415],
    [
      "a form instead of JSON",
      "POST",
      "/api/matters",
      "a=1",
      { ...json, "content-type": "application/x-www-form-urlencoded" },
      415,
    ],
    ["a form without an end", "POST", "/api/files", "", { "content-type": "multipart/form-data; boundary=x" }, 400],
    ["an id beyond its column", "POST", "/api/plans/9007199254740991/sign", "{}", json, 422],
    ["a huge body", "POST", "/api/matters", `{"title":"${"x".repeat(1_100_000)}"}`, json, 413],
    ["JSON instead of a file", "POST", "/api/files", "{}", json, 415],
    ["an address that is none", "GET", "/api/nothing", null, {}, 404],
    ["an id that is a word", "GET", "/api/matters/nine", null, {}, 422],
    ["an id beyond all numbers", "GET", "/api/matters/99999999999999999999", null, {}, 422],
    ["an id of zero", "GET", "/api/matters/0", null, {}, 422],
    ["a parameter twice", "GET", "/api/matters?view=mine&view=all", null, {}, 422],
    ["an unknown parameter", "GET", "/api/matters?colour=red", null, {}, 422],
    ["a cursor made up", "GET", "/api/matters?cursor=abc", null, {}, 422],
    ["a page of a thousand", "GET", "/api/matters?limit=1000", null, {}, 422],
    ["a year long ago", "GET", "/api/calendar/1066", null, {}, 422],
    ["a method that is not there", "PUT", "/api/matters", "{}", json, 404],
    ["a broken percent sign", "GET", "/api/matters/%zz", null, {}, 400],
    ["an address of great length", "GET", `/api/matters/${"9".repeat(5000)}`, null, {}, 404],
    ["a file id that is none", "GET", "/api/files/x", null, {}, 422],
    ["a matter's stream that is none", "GET", "/api/events?matter=x", null, {}, 422],
  ] as const)(
    "%s is refused with its own status and no internals",
    async (_name, method, path, body, headers, status) => {
      const answer = await liaison.raw(method, path, body, headers);
      expect(answer.status).toBe(status);
      expect(answer.body["title"]).toMatch(/[一-鿿]/);
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts|stack|select /);
    },
  );

  it("of another site's page changes nothing", async () => {
    const answer = await liaison.send("POST", "/api/matters", question(), { "sec-fetch-site": "cross-site" });
    expect(answer.status).toBe(403);
  });

  it("is answered in English when that is asked for", async () => {
    const answer = await liaison.send("GET", "/api/matters/424242", undefined, { "accept-language": "en-GB,en;q=0.9" });
    expect([answer.status, answer.body["title"]]).toEqual([404, "Not found, or you do not have access to it."]);
  });
});

describe("files", () => {
  const photo = async (size: number) =>
    new Uint8Array(
      await sharp({ create: { width: size, height: size, channels: 3, background: "#8a6" } })
        .jpeg()
        .toBuffer(),
    );

  it("come in as pictures, get a small one, and are seen by those who may", async () => {
    const up = await liaison.upload(await photo(800), "../../现场 照片.jpg", "image/jpeg");
    expect(up.status).toBe(200);
    expect(up.body["name"]).not.toContain("/");
    const fileId = String(up.body["id"]);
    expect((await officer.raw("GET", `/api/files/${fileId}`, null, {})).status).toBe(404);
    const matter = await liaison.send("POST", "/api/matters", question({ files: [fileId] }));
    expect(matter.status).toBe(200);
    const full = await officer.raw("GET", `/api/files/${fileId}`, null, {});
    expect([full.status, full.headers.get("content-type"), full.headers.get("x-content-type-options")]).toEqual([
      200,
      "image/jpeg",
      "nosniff",
    ]);
    expect((await officer.raw("GET", `/api/files/${fileId}?thumb=true`, null, {})).headers.get("content-type")).toBe(
      "image/webp",
    );
    const stranger = await door.visitor("otherLiaison");
    expect((await stranger.raw("GET", `/api/files/${fileId}`, null, {})).status).toBe(404);
    const again = await liaison.send("POST", "/api/matters", question({ files: [fileId] }));
    expect(again.body.errors).toEqual([{ path: "files.0", code: "unknownFile" }]);
  });

  it("refuses 25 MB, a text named .jpg, an empty file and a second file", async () => {
    const large = await liaison.upload(new Uint8Array(randomBytes(25 * 1024 * 1024)), "大.jpg", "image/jpeg");
    expect([large.status, large.body.code]).toEqual([413, "too-large"]);
    const text = await liaison.upload(new Uint8Array(Buffer.from("这不是照片")), "照片.jpg", "image/jpeg");
    expect([text.status, text.body.code, text.body.errors?.[0]?.code]).toEqual([
      422,
      "file-refused",
      "file-content-mismatch",
    ]);
    expect((await liaison.upload(new Uint8Array(0), "空.jpg", "image/jpeg")).status).toBe(422);
    const rows = await house.platform.asSystem((tx) =>
      tx.selectFrom("file").select("name").where("name", "in", ["大.jpg", "照片.jpg", "空.jpg"]).execute(),
    );
    expect(rows).toEqual([]);
  });
});

describe("sessions", () => {
  it("without one there is nothing, and one that idled is none", async () => {
    const stranger = door.stranger();
    for (const path of ["/api/matters", "/api/projects", "/api/session", "/api/events", "/api/audit"]) {
      expect((await stranger.send("GET", path)).status).toBe(401);
    }
    const forged = await stranger.raw("GET", "/api/session", null, { cookie: "huhang=made-up" });
    expect(forged.status).toBe(401);
    const chief = await door.visitor("chief");
    expect((await chief.send("GET", "/api/session")).body["desk"]).toBe("chief");
    house.clock.forward(16);
    expect((await chief.send("GET", "/api/session")).status).toBe(401);
    expect((await liaison.send("GET", "/api/session")).status).toBe(200);
    officer = await door.visitor("officerA");
  });

  it("end at the server when somebody signs out, and when he signs in again on a like device", async () => {
    const first = await door.visitor("specialist");
    const second = await door.visitor("specialist");
    expect((await first.send("GET", "/api/session")).status).toBe(401);
    expect((await second.send("DELETE", "/api/session")).status).toBe(200);
    expect((await second.send("GET", "/api/session")).status).toBe(401);
  });

  it("are given for the right password only, and five wrong ones make the login wait", async () => {
    const hash = await house.platform.crypto.hashPassword("Zhong-Guo-2026");
    const { ownerUrl } = house.database;
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query("update account set password_hash = $1 where login = 'leader'", [hash]);
    await owner.end();
    const stranger = door.stranger();
    const signIn = (password: string, login = "leader") => stranger.send("POST", "/api/session", { login, password });
    const right = await signIn("Zhong-Guo-2026");
    expect([right.status, right.body["desk"]]).toEqual([200, "leader"]);
    expect(right.headers.getSetCookie()[0]).toMatch(/^huhang=.+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await signIn("wrong")).body.code).toBe("sign-in-failed");
    expect((await signIn("Zhong-Guo-2026")).status).toBe(429);
    expect((await signIn("wrong", "nobody-of-that-name")).body.code).toBe("sign-in-failed");
    house.clock.forward(16);
    expect((await signIn("Zhong-Guo-2026")).status).toBe(200);
  });

  it("demo sign-in is not there outside a demo", async () => {
    const stranger = door.stranger();
    expect((await stranger.send("GET", "/api/demo/personas")).body).toEqual({ demo: false, items: [] });
    expect((await stranger.send("POST", "/api/demo/session", { persona: "officerA" })).status).toBe(404);
  });
});

describe("the description", () => {
  it("lists every operation under its id, and health needs no session", async () => {
    const stranger = door.stranger();
    const document = (await stranger.send("GET", "/api/openapi.json")).body;
    expect(document["openapi"]).toBe("3.1.0");
    const ids = Object.values(document["paths"] as Record<string, Record<string, { operationId: string }>>)
      .flatMap((methods) => Object.values(methods))
      .map((operation) => operation.operationId);
    expect(ids.sort()).toEqual([...house.platform.registry.keys()].sort());
    expect((await stranger.send("GET", "/healthz")).status).toBe(200);
    expect((await stranger.send("GET", "/readyz")).status).toBe(200);
  });
});
