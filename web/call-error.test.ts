import { describe, expect, test } from "vitest";
import { errorStatus, type ErrorCode } from "#kernel/errors.ts";
import { CallError, callErrorFrom, isPassing } from "#web/call-error.ts";

describe("an answer that says no", () => {
  test("keeps the server's code, fields and reason", () => {
    const body = {
      type: "urn:huhang:error:invalid",
      title: "有几处需要改",
      status: 422,
      code: "invalid",
      reason: "needsSpecialist",
      errors: [{ path: "form.text", code: "required" }],
    };
    const error = callErrorFrom(422, body);
    expect(error).toMatchObject({ code: "invalid", status: 422, issues: body.errors, reason: "needsSpecialist" });
  });

  test.each(Object.entries(errorStatus) as [ErrorCode, number][])("knows %s", (code, status) => {
    expect(callErrorFrom(status, { code }).code).toBe(code);
  });

  test.each([
    [401, "not-signed-in"],
    [404, "not-found"],
    [413, "too-large"],
    [502, "unavailable"],
    [504, "unavailable"],
    [500, "internal"],
    [418, "internal"],
  ])("judges %i without a body of ours by its status", (status, code) => {
    for (const body of [undefined, null, "<html>", { code: "toString" }, { code: 7 }, []]) {
      expect(callErrorFrom(status, body).code).toBe(code);
    }
  });
});

test("only what may pass by itself is tried again", () => {
  expect(["network", "unavailable", "in-progress"].every((code) => isPassing(new CallError(code as ErrorCode)))).toBe(
    true,
  );
  expect(isPassing(new CallError("stale-version"))).toBe(false);
  expect(isPassing(new TypeError("bug"))).toBe(false);
});
