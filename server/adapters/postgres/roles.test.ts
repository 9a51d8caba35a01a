import { expect, it } from "vitest";
import { addressOf } from "./roles.ts";

const role = { name: "huhang_app", password: "a-b_c" };
it.each([
  ["postgres://postgres:p%40ss%2Fw@db.example:5433/postgres", "postgres://huhang_app:a-b_c@db.example:5433/huhang"],
  ["postgres://postgres:x@[2001:db8::1]/postgres", "postgres://huhang_app:a-b_c@[2001:db8::1]/huhang"],
  // By a socket there is no host to put a user before.
  ["postgresql:///postgres?host=/run/pg", "postgresql://huhang_app:a-b_c@localhost/huhang?host=%2Frun%2Fpg"],
  // Neither the superuser's name nor his password comes along.
  [
    "postgres://h/postgres?user=postgres&password=x&sslmode=require",
    "postgres://huhang_app:a-b_c@h/huhang?sslmode=require",
  ],
  ["mysql://root@h/x", null],
  ["postgres:nowhere", null],
  ["db.example", null],
])("a role finds its database on the server of %s", (superuser, address) => {
  expect(addressOf(superuser, role, "huhang")).toBe(address);
});
