import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { openDoorTo, type Visitor } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { asAttribute } from "./first-answer.ts";

const webDir = await mkdtemp(join(tmpdir(), "huhang-first-"));
afterAll(() => rm(webDir, { recursive: true }));
await mkdir(join(webDir, "assets"));
await writeFile(join(webDir, "index.html"), '<!doctype html><meta name="huhang-first" content="__FIRST__" />');
const house = await forTheseTests(startHarness());
const door = await forTheseTests(openDoorTo(house, { webDir }));

const typed = { "sec-fetch-site": "none" };

/** What the page that somebody opens says before it has asked anything; null where it says nothing. */
async function sentAlong(visitor: Visitor, headers: Record<string, string> = typed, path = "/matters/7") {
  const { status, body } = await visitor.raw("GET", path, null, headers);
  expect(status).toBe(200);
  const written = /content="([^"]*)"/.exec(String(body["text"]))?.[1] ?? "";
  const text = written.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return text === "" ? null : (JSON.parse(text.replaceAll("&amp;", "&")) as Record<string, unknown>);
}

describe("the page brings its first answer", () => {
  it("who is signed in, as the page would hear it by asking", async () => {
    const liaison = await door.visitor("liaison");
    const me = (await liaison.send("GET", "/api/session")).body;
    expect(await sentAlong(liaison)).toEqual({ id: "session.me", answer: me });
    const officer = await sentAlong(await door.visitor("officerA"));
    expect(officer).toMatchObject({ answer: { desk: "officer" } });
    expect((officer as { answer: { accountId: number } }).answer.accountId).not.toBe(me["accountId"]);
  });

  it("that nobody is, and who could be", async () => {
    const personas = (await door.stranger().send("GET", "/api/demo/personas")).body;
    expect(await sentAlong(door.stranger())).toEqual({ id: "demo.personas", answer: personas });
  });

  it("why a session has ended", async () => {
    const liaison = await door.visitor("liaison");
    await liaison.send("DELETE", "/api/session");
    const { body } = await liaison.send("GET", "/api/session");
    const sent = await sentAlong(liaison);
    expect(sent).toMatchObject({ id: "demo.personas" });
    expect(sent?.["why"]).toBe(body["reason"]);
  });

  it("nothing where the browser may have kept a session's cookie back, or does not say", async () => {
    expect(await sentAlong(door.stranger(), { "sec-fetch-site": "cross-site" })).toBeNull();
    expect(await sentAlong(door.stranger(), {})).toBeNull();
  });

  it("nothing to whoever asks too fast: the page comes all the same", async () => {
    const narrow = await openDoorTo(house, { webDir, rates: { session: 20, address: 0 }, rateClock: () => 0 });
    const liaison = await narrow.visitor("liaison");
    const found: unknown[] = [];
    for (let count = 0; count < 12; count += 1) found.push(await sentAlong(liaison));
    expect(found.map((one) => one !== null)).toEqual([...Array.from({ length: 10 }, () => true), false, false]);
    await narrow.close();
  });

  it("nothing while the database keeps silent: the page does not wait for it", async () => {
    const liaison = await door.visitor("liaison");
    const blocker = new pg.Client({ connectionString: house.database.ownerUrl });
    await blocker.connect();
    await blocker.query("begin; lock table session in access exclusive mode");
    expect(await sentAlong(liaison)).toBeNull();
    await blocker.end();
    expect(await sentAlong(liaison)).toMatchObject({ id: "session.me" });
  });
});

it("stands in an attribute whatever is in it", () => {
  const answer = { id: "session.me", answer: { dutyName: `"><script>alert('&amp;')</script>` } } as const;
  expect(asAttribute(answer)).not.toMatch(/["<>]/);
  expect(asAttribute(answer)).toContain("&amp;amp;");
  expect(asAttribute(undefined)).toBe("");
});
