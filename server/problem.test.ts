import { expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import { issuesOf } from "#kernel/issues.ts";
import { problemOf } from "./problem.ts";

it("a body of a hundred thousand unknown fields is answered with no more complaints than a form can have", () => {
  const body = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, 0]));
  const { error } = z.strictObject({}).safeParse(body);
  const issues = error === undefined ? [] : issuesOf(error, "");
  const { errors } = problemOf(new AppError("invalid", { issues }), "en");
  expect(errors).toHaveLength(100);
  expect(errors?.[0]).toEqual({ path: "f0", code: "unknownField" });
});
