import { describe, expect, test } from "vitest";
import { CallError } from "#web/call-error.ts";
import { requestFor, withRetries } from "#web/http.ts";
import { intentions } from "#web/intention.ts";
import { operations } from "#web/operations.ts";

describe("a call becomes a request", () => {
  test("path parameters go into the path, the rest of a write into the body", () => {
    const input = { id: 7, step: "answer", version: 3, form: { text: "好" }, files: [] };
    expect(requestFor(operations["matter.step"], input)).toEqual({
      url: "/api/matters/7/steps/answer",
      body: JSON.stringify({ version: 3, form: { text: "好" }, files: [] }),
    });
  });

  test("a read has a query of what is set", () => {
    const input = { view: "mine", late: true, cursor: undefined };
    expect(requestFor(operations["matter.list"], input)).toEqual({
      url: "/api/matters?view=mine&late=true",
      body: undefined,
    });
  });

  test("nothing in a path parameter can leave its place", () => {
    expect(requestFor(operations["matter.get"], { id: "1/../../x?y#z" }).url).toBe(
      "/api/matters/1%2F..%2F..%2Fx%3Fy%23z",
    );
  });
});

describe("sending again", () => {
  const failing = (...codes: ("network" | "invalid")[]) => {
    let calls = 0;
    return async () => {
      const code = codes[calls++];
      if (code !== undefined) throw new CallError(code);
      return calls;
    };
  };
  const noWait = async () => {};

  test("helps over two breaks of the network", async () => {
    await expect(withRetries(failing("network", "network"), noWait)).resolves.toBe(3);
  });

  test("gives up after three", async () => {
    await expect(withRetries(failing("network", "network", "network"), noWait)).rejects.toMatchObject({
      code: "network",
    });
  });

  test("does not repeat what was refused", async () => {
    await expect(withRetries(failing("invalid"), noWait)).rejects.toMatchObject({ code: "invalid" });
  });
});

test("an intention has one key until it is done or changed", () => {
  let made = 0;
  const keys = intentions(() => `key-${++made}`);
  expect(keys.keyFor({ text: "a" })).toBe("key-1");
  expect(keys.keyFor({ text: "a" })).toBe("key-1");
  expect(keys.keyFor({ text: "b" })).toBe("key-2");
  keys.done();
  expect(keys.keyFor({ text: "b" })).toBe("key-3");
});
