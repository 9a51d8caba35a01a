import { expect, test } from "vitest";
import { newPassword } from "./credentials.ts";

const takes = (password: string) => newPassword.safeParse(password).success;
const sentence = (length: number) =>
  "Eine Katze, 2 Hunde & 一匹马 "
    .repeat(20)
    .slice(0, length - 1)
    .concat("!");

test("a password may be a whole sentence, of 64 characters and of 200", () => {
  expect([64, 200, 201].map((length) => takes(sentence(length)))).toEqual([true, true, false]);
});

test("a password has ten characters of three kinds at least, whichever way they were typed", () => {
  expect(takes("Kurz-2026")).toBe(false);
  expect(takes("Kurzer-2026")).toBe(true);
  expect(takes("Ｋｕｒｚｅｒ－２０２６")).toBe(true);
  expect(takes("langes wort ohne zahl")).toBe(false);
});
