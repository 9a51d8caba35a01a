import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";

describe("passwords", () => {
  it("match their own hash only, and hash differently each time", async () => {
    const stored = await hashPassword("有事能联系 1");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await verifyPassword("有事能联系 1", stored)).toEqual({ matches: true, outdated: false });
    expect(await verifyPassword("有事能联系 2", stored)).toEqual({ matches: false, outdated: false });
    expect(await hashPassword("有事能联系 1")).not.toBe(stored);
  });

  it("agree with the reference implementation, and ask to be hashed anew when the cost has changed", async () => {
    // Test vector of the reference implementation (phc-winner-argon2, argon2id, v=19).
    const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await verifyPassword("password", reference)).toEqual({ matches: true, outdated: true });
    expect(await verifyPassword("passwort", reference)).toEqual({ matches: false, outdated: false });
  });

  it("match whichever way a character was typed", async () => {
    const stored = await hashPassword("ｐａｓｓé");
    expect((await verifyPassword("passe\u0301", stored)).matches).toBe(true);
  });

  it("never match a missing, foreign, broken or excessive line", async () => {
    const lines = [
      undefined,
      "",
      "password",
      "$2b$12$abcdefghijklmnopqrstuv",
      "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      "$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      "$argon2id$v=19$m=19456,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ];
    for (const line of lines) expect((await verifyPassword("password", line)).matches).toBe(false);
  });
});
