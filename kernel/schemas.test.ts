import { expect, test } from "vitest";
import { day, idParam, instant } from "./schemas.ts";

test.each([1, 17, 2_147_483_647, "1", "17", "2147483647"])("%j is an id", (value) => {
  expect(idParam.parse(value)).toBe(Number(value));
});

test.each([
  0,
  -1,
  1.5,
  Number.NaN,
  Infinity,
  // No column holds more.
  2_147_483_648,
  "2147483648",
  9_007_199_254_740_992,
  "",
  "0",
  "01",
  "-1",
  "+1",
  "1.0",
  "1e3",
  "0x11",
  " 1",
  "1\n",
  "9007199254740992",
  "99999999999999999999",
  "１",
  "1; drop table matter",
  "../1",
  true,
  null,
  [1],
  { valueOf: 1 },
])("%j is no id", (value) => {
  expect(idParam.safeParse(value).success).toBe(false);
});

test("days are real days", () => {
  expect(day.parse("2028-02-29")).toBe("2028-02-29");
  for (const value of [
    "2026-02-29",
    "2026-13-01",
    "2026-1-1",
    "20260101",
    "2026-01-01T00:00:00Z",
    "",
    20260101,
    null,
  ]) {
    expect(day.safeParse(value).success).toBe(false);
  }
});

test("instants are in UTC", () => {
  expect(instant.parse("2026-10-09T08:00:00.000Z")).toBe("2026-10-09T08:00:00.000Z");
  for (const value of ["2026-10-09", "2026-10-09T08:00:00", "2026-02-30T08:00:00Z", "2026-10-09T24:00:00Z", "", 0]) {
    expect(instant.safeParse(value).success).toBe(false);
  }
});
