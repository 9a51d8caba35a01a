import { beforeEach, expect, it } from "vitest";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { createLog, errorForLog } from "./log.ts";

/** What a program that gathers logs would be given, piece by piece. */
const written: string[] = [];

const house = await forTheseTests(startHarness());
const log = createLog("info", { write: (text) => void written.push(text) });
const door = await forTheseTests(openDoorTo({ ...house, platform: { ...house.platform, log } }, { logger: log }));
beforeEach(() => written.splice(0));

interface Line {
  readonly level: number;
  readonly time: string;
  readonly msg?: string;
  readonly route?: string;
  readonly status?: number;
  readonly err?: { readonly message: string; readonly stack: string };
}
/** Each line by itself, as JSON; a line that is none fails the test. */
const lines = () =>
  written
    .join("")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

it("each line is JSON with level, instant in UTC, route and status, and nothing of who asked for what", async () => {
  const liaison = await door.visitor("liaison");
  await liaison.send("GET", "/api/matters?search=%E5%BC%A0%E4%B8%89&limit=20");
  await expect.poll(() => written.length).toBe(1);
  const [line] = lines();
  expect(line).toMatchObject({ level: 30, route: "/api/matters" });
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(written.join("")).not.toMatch(/张三|%E5|huhang=/);
});

it("nobody writes lines of his own into it, by address, header, name or words", async () => {
  const forged = '\r\n{"level":60,"time":"2026-01-01T00:00:00.000Z","msg":"forged"}\n\u001b[2J';
  const liaison = await door.visitor("liaison");
  const asked = [
    () => liaison.send("GET", `/api/matters/${encodeURIComponent(forged)}`),
    () => liaison.send("GET", `/api/matters?cursor=${encodeURIComponent(forged)}`),
    () => liaison.send("GET", `/${encodeURIComponent(forged)}`),
    () => liaison.send("POST", "/api/session", { login: forged, password: forged }),
    () => liaison.send("POST", "/api/matters", { title: forged, [forged]: forged }),
    () => liaison.raw("POST", "/api/matters", forged, { "content-type": "application/json" }),
    () => liaison.raw("GET", "/api/matters", null, { "user-agent": '\t{"level":60,"msg":"forged"}' }),
  ];
  for (const ask of asked) expect((await ask()).status).toBeLessThan(500);
  await expect.poll(() => written.length).toBeGreaterThanOrEqual(asked.length);
  const all = lines();
  expect(all.filter(({ level }) => level === 60)).toEqual([]);
  expect(all.filter(({ route }) => route !== undefined)).toHaveLength(asked.length);
  expect(written.join("")).not.toContain("\u001b");
});

it("an unexpected error stands in it with its cause, is told as nothing but an error, and passes", async () => {
  const liaison = await door.visitor("liaison");
  await house.admin.query("alter table topic rename to topic_away");
  const broken = await liaison.send("GET", "/api/topics");
  await house.admin.query("alter table topic_away rename to topic");
  expect(broken.status).toBe(500);
  expect(Object.keys(broken.body).toSorted()).toEqual(["code", "status", "title", "type"]);
  expect(JSON.stringify(broken.body)).not.toMatch(/topic|relation|select|at /);
  await expect.poll(() => written.length).toBeGreaterThanOrEqual(2);
  const error = lines().find(({ level }) => level === 50);
  expect(error?.msg).toBe("unexpected error");
  expect(error?.err?.message).toContain('relation "topic" does not exist');
  expect(error?.err?.stack).toContain("directory/queries.ts");
  // On record too, as whatever else was refused.
  const { rows } = await house.admin.query("select operation, status from audit where status = 500");
  expect(rows).toEqual([{ operation: "topic.list", status: 500 }]);
  expect((await liaison.send("GET", "/api/topics")).status).toBe(200);
});

it("a row that the database refuses stands in it by its constraint, and not with what is in it", async () => {
  const { admin } = house;
  const name = "欧阳示例13800138000";
  await admin.query(`alter table saved_view add constraint refused_here check (name <> '${name}')`);
  const officer = await door.visitor("officerA");
  const answer = await officer.send("POST", "/api/views", { list: "all", name, settings: {} });
  await admin.query("alter table saved_view drop constraint refused_here");
  expect(answer.status).toBe(500);
  await expect.poll(() => written.length).toBeGreaterThanOrEqual(2);
  expect(lines().find(({ level }) => level === 50)?.err).toMatchObject({ code: "23514", constraint: "refused_here" });
  expect(written.join("")).not.toMatch(/欧阳|13800138000/);
});

it("a value that is none of its type does not stand in it, nor does anything that an error carries along", async () => {
  const wrong: unknown = await house.admin.query("select $1::text::int", ["欧阳示例"]).catch((error: unknown) => error);
  if (!(wrong instanceof Error)) throw new Error("the database takes a name for a number");
  expect(wrong.message).toContain("欧阳示例");
  expect(JSON.stringify(errorForLog(Object.assign(wrong, { request: "欧阳示例" })))).not.toContain("欧阳示例");
  expect(errorForLog(wrong)).toMatchObject({ code: "22P02", message: 'invalid input syntax for type integer: "…"' });
});
