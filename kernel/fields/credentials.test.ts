import { expect, test } from "vitest";
import { accessCode, newLogin, newPassword, plainLogin, policeNumber } from "./credentials.ts";

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

test.each(["Zhou.LianLuo", " zhou.lianluo ", "ｚｈｏｕ．ｌｉａｎｌｕｏ", "\u202Dzhou.lianluo\u202C"])(
  "%j is the login zhou.lianluo, and stays it",
  (typed) => {
    expect(newLogin.parse(typed)).toBe("zhou.lianluo");
    expect(plainLogin(plainLogin(typed))).toBe("zhou.lianluo");
  },
);

test("nobody chooses what reads like a police number, and whoever has one may have any other login", () => {
  const refused = ["051234", "A1234", "SD051234", "sdx-0512-3", "13800000000"];
  expect(refused.filter((login) => newLogin.safeParse(login).success)).toEqual([]);
  const taken = ["zhou", "zhou88", "fang.2", "a1234.b", "sys_1234", "li-na"];
  expect(taken.filter((login) => !newLogin.safeParse(login).success)).toEqual([]);
  for (const number of refused) expect(policeNumber.safeParse(number).success, number).toBe(true);
});

test.each([" ", "-", "   —  - ", ""])("%j is no code from paper", (typed) => {
  expect(accessCode.safeParse(typed).success).toBe(false);
  expect(accessCode.parse(" o1-il ")).toBe("0111");
});
