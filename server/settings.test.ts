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

const settings = (env: NodeJS.ProcessEnv) => readSettings(env, "/");

it("is found by an IPv6 address as by another", () => {
  expect(settings({ HOST: "::1" }).home).toBe("http://[::1]:8080");
  expect(settings({ HOST: "127.0.0.1", PORT: "81" }).home).toBe("http://127.0.0.1:81");
});

it("believes no proxy unless the operator names it", () => {
  expect(settings({}).trustProxy).toEqual([]);
  expect(settings({ HUHANG_TRUST_PROXY: " 127.0.0.1, ::1,10.0.0.0/8 ,2001:db8::/32," }).trustProxy).toEqual([
    "127.0.0.1",
    "::1",
    "10.0.0.0/8",
    "2001:db8::/32",
  ]);
});

it.each(["true", "*", "proxy.city.example", "10.0.0.0/33", "10.0.0.0/0", "::/0", "1.2.3.4/8/8", "10.0.0.1;10.0.0.2"])(
  "believes nobody by %s",
  (text) => {
    expect(() => settings({ HUHANG_TRUST_PROXY: text })).toThrow(SettingsError);
  },
);

it("limits requests generously, and by address only where the address is the caller's own", () => {
  expect(settings({}).rates).toEqual({ session: 600, address: 6_000 });
  const home = { HUHANG_HOME: "https://huhang.city.example" };
  // A proxy that is not named would make everybody one address.
  expect(settings(home).rates).toEqual({ session: 600, address: 0 });
  expect(settings({ ...home, HUHANG_TRUST_PROXY: "127.0.0.1" }).rates).toEqual({ session: 600, address: 6_000 });
  expect(settings({ HUHANG_RATE_SESSION: "0", HUHANG_RATE_ADDRESS: "20000" }).rates).toEqual({
    session: 0,
    address: 20_000,
  });
});

it("keeps ten connections, or as many as the operator says", () => {
  expect(settings({}).connections).toBe(10);
  expect(settings({ HUHANG_CONNECTIONS: "24" }).connections).toBe(24);
});

it.each(["0", "3", "101", "4.5", "many"])("takes %s for no number of connections", (text) => {
  expect(() => settings({ HUHANG_CONNECTIONS: text })).toThrow(SettingsError);
});

it.each(["-1", "many", "1e9", "99999999"])("takes %s for no number of requests", (text) => {
  expect(() => settings({ HUHANG_RATE_SESSION: text })).toThrow(SettingsError);
  expect(() => settings({ HUHANG_RATE_ADDRESS: text })).toThrow(SettingsError);
});
