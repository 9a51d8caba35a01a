import { expect, it } from "vitest";
import { openDoorTo } from "#test/door.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { openSignInDesk, password } from "#test/sign-in-desk.ts";

const desk = await forTheseTests(openSignInDesk("2026-09-22T09:00:00+08:00"));
const door = await forTheseTests(openDoorTo(desk.house, { secure: true }));

it("behind TLS the cookie keeps to this host and to TLS, changes with each proof, and counts under no other name", async () => {
  const stranger = door.stranger();
  const entered = await stranger.send("POST", "/api/session", { login: "liaison", password });
  const [cookie = "", marks = ""] = entered.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-huhang=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  // By whom this browser is known, so that trials elsewhere let nobody wait at it.
  expect(marks).toMatch(
    /^__Host-huhang-known=\d+\.[\w-]{22}\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  const value = /=([\w-]+)/.exec(cookie)?.[1] ?? "";
  const look = (header: string) => stranger.raw("GET", "/api/session", null, { cookie: header });
  expect((await look(`__Host-huhang=${value}`)).status).toBe(200);
  expect((await look(`huhang=${value}`)).status).toBe(401);
  desk.house.clock.forward(7);
  const proved = await stranger.send("POST", "/api/session/proof", { password }, { cookie: `__Host-huhang=${value}` });
  const next = proved.headers.get("set-cookie") ?? "";
  expect(next).toMatch(/^__Host-huhang=[\w-]{43}; Max-Age=42780; /);
  expect(next).not.toContain(value);
  const left = await stranger.send("DELETE", "/api/session", undefined, { cookie: next.split(";")[0] ?? "" });
  expect(left.headers.get("set-cookie")).toMatch(/^__Host-huhang=; .*Expires=Thu, 01 Jan 1970/);
  // What pages have left in the browser's memory goes with the session.
  expect(left.headers.get("clear-site-data")).toBe('"cache"');
  expect((await look(next.split(";")[0] ?? "")).status).toBe(401);
});

it("a session is used by hands: what a page asks by itself, and its pictures, keep none alive", async () => {
  const plain = await openDoorTo(desk.house);
  try {
    for (const [name, value] of [
      ["x-unattended", "1"],
      ["sec-fetch-dest", "image"],
    ] as const) {
      const chief = await plain.visitor("chief");
      const ask = async (minutes: number) => {
        desk.house.clock.forward(minutes);
        return (await chief.raw("GET", "/api/session", null, { [name]: value })).status;
      };
      expect([await ask(5), await ask(5), await ask(5)], name).toEqual([200, 200, 401]);
    }
  } finally {
    await plain.close();
  }
});
