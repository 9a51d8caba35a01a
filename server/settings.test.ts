import { expect, it } from "vitest";
import { readSettings, SettingsError } from "./settings.ts";

const mailOf = (env: NodeJS.ProcessEnv) => readSettings(env, "/").mail;
const whole = {
  HUHANG_SMTP_URL: "smtps://huhang:p%40ss@mail.city.example",
  HUHANG_MAIL_FROM: "huhang@city.example",
  HUHANG_HOME: "https://huhang.city.example/",
};

it("sends no mail unless the operator says where", () => {
  expect(mailOf({})).toBeNull();
  expect(mailOf({ ...whole, HUHANG_SMTP_URL: "" })).toBeNull();
});

it("reads where mail goes out", () => {
  expect(mailOf(whole)).toEqual({
    host: "mail.city.example",
    port: 465,
    secure: true,
    loopback: false,
    user: "huhang",
    password: "p@ss",
    from: "huhang@city.example",
    home: "https://huhang.city.example",
  });
  expect(mailOf({ ...whole, HUHANG_SMTP_URL: "smtp://[::1]:2525" })).toMatchObject({
    host: "::1",
    port: 2525,
    secure: false,
    loopback: true,
    user: null,
  });
});

it.each([
  ["another protocol", { HUHANG_SMTP_URL: "http://mail.city.example" }],
  ["no address at all", { HUHANG_SMTP_URL: "mail" }],
  ["a sender with a name", { HUHANG_MAIL_FROM: "Huhang <huhang@city.example>" }],
  ["a sender with a second header", { HUHANG_MAIL_FROM: "huhang@city.example\r\nBcc: a@b.example" }],
  ["no home", { HUHANG_HOME: "" }],
  ["a home without TLS", { HUHANG_HOME: "http://huhang.city.example" }],
])("refuses %s", (_what, env) => {
  expect(() => mailOf({ ...whole, ...env })).toThrow(SettingsError);
});
