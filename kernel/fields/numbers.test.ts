import * as fc from "fast-check";
import * as ric from "stdnum/lib/cjs/cn/ric.js";
import * as uscc from "stdnum/lib/cjs/cn/uscc.js";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  citizenBirthday,
  citizenNumber,
  citizenNumberCheck,
  isCitizenNumber,
  maskCitizenNumber,
} from "./citizen-number.ts";
import { creditCode, creditCodeCheck, creditCodeFault } from "./credit-code.ts";
import { landLine, maskPhone, mobilePhone, phone } from "./phone.ts";
import { plate, plateKindOf } from "./plate.ts";

const codesOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error?.issues.map((issue) => (issue.code === "custom" ? issue.params?.["code"] : issue.code)) ?? [];
};
const hostile = ["", " ", "0", "x".repeat(100_000), "' or 1=1 --", "\u0000", "😀", "NaN", "1e18"];

describe("phones", () => {
  test.each([
    ["13800001234", "13800001234"],
    [" 138 0000 1234 ", "13800001234"],
    ["138-0000-1234", "13800001234"],
    ["+86 138 0000 1234", "13800001234"],
    ["0086-13800001234", "13800001234"],
    ["8613800001234", "13800001234"],
    ["１３８００００１２３４", "13800001234"],
    ["\u202D13800001234\u202C", "13800001234"],
    ["0546-8012345", "0546-8012345"],
    ["05468012345", "0546-8012345"],
    ["(0546) 8012345", "0546-8012345"],
    ["（0546）8012345", "0546-8012345"],
    ["0546—8012345", "0546-8012345"],
    ["01012345678", "010-12345678"],
    ["02112345678", "021-12345678"],
    ["0546-8012345-101", "0546-8012345-101"],
    ["0546-8012345转101", "0546-8012345-101"],
    ["+86 546 8012345", "0546-8012345"],
    ["+86-10-12345678", "010-12345678"],
  ])("%s is kept as %s", (given, kept) => {
    expect(phone.parse(given)).toBe(kept);
  });

  test.each([
    ...hostile,
    "12800001234",
    "1380000123",
    "138000012345",
    "8012345",
    "0546-801234",
    "0546-801234567",
    "110",
    "+1 212 555 0100",
    "١٣٨٠٠٠٠١٢٣٤",
  ])("%j is no phone number", (given) => {
    expect(codesOf(phone, given)).toEqual(["phone"]);
  });

  test("each kind takes only its own", () => {
    expect(codesOf(mobilePhone, "0546-8012345")).toEqual(["mobilePhone"]);
    expect(codesOf(landLine, "13800001234")).toEqual(["landLine"]);
    expect(mobilePhone.parse("138 0000 1234")).toBe("13800001234");
    expect(landLine.parse("05468012345")).toBe("0546-8012345");
  });

  test("are masked", () => {
    expect(maskPhone("13800001234")).toBe("138****1234");
    expect(maskPhone("0546-8012345")).toBe("0546-****345");
    expect(maskPhone("010-12345678-101")).toBe("010-*****678");
    for (const value of hostile) expect(maskPhone(value)).toBe("****");
  });
});

describe("credit codes", () => {
  test.each([
    ["91350100M000100Y43", "91350100M000100Y43"],
    [" 91350100m000100y43 ", "91350100M000100Y43"],
    ["9135 0100 M000 100Y 43", "91350100M000100Y43"],
    ["９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"],
  ])("%s is kept as %s", (given, kept) => {
    expect(creditCode.parse(given)).toBe(kept);
  });

  test.each([...hostile, "91350100M000100Y44", "91350100M000100Y4", "91350100M000100Y433", "9135010IM000100Y43"])(
    "%j is none",
    (given) => {
      expect(codesOf(creditCode, given)).toEqual(["creditCode"]);
    },
  );

  test("a wrong check character is told apart from a wrong form", () => {
    expect(creditCodeFault("91350100M000100Y43")).toBeUndefined();
    expect(creditCodeFault("91350100M000100Y44")).toBe("check");
    expect(creditCodeFault("91350100M000100Y4")).toBe("form");
    expect(creditCodeFault("91350100S000100Y43")).toBe("form");
  });

  const alphabet = Array.from("0123456789ABCDEFGHJKLMNPQRTUWXY");
  const bodies = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 9, maxLength: 9 });

  test("agree with stdnum, but for the check character 0", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const first = `91370500${body}`;
        const check = creditCodeCheck(first) ?? "";
        expect(creditCodeFault(first + check)).toBeUndefined();
        expect(uscc.validate(first + check).isValid).toBe(check !== "0");
        for (const other of alphabet) {
          if (other === check) continue;
          expect(creditCodeFault(first + other)).toBe("check");
          expect(uscc.validate(first + other).isValid).toBe(false);
        }
      }),
    );
  });

  test("may begin with a letter, as those of village collectives do", () => {
    const body = "N2370522MA3C00001";
    expect(creditCode.safeParse(body + String(creditCodeCheck(body))).success).toBe(true);
  });
});

describe("citizen numbers", () => {
  test("the samples of the standard, and small x", () => {
    expect(citizenNumber.parse("11010519491231002x")).toBe("11010519491231002X");
    expect(citizenNumber.parse(" 440524 188001010014 ")).toBe("440524188001010014");
    expect(citizenBirthday("11010519491231002X")).toBe("1949-12-31");
  });

  test.each([
    ...hostile,
    "110105194912310021",
    "11010519491331002X",
    "11010519490229002X",
    "110105491231002",
    "01010519491231002X",
  ])("%j is none", (given) => {
    expect(codesOf(citizenNumber, given)).toEqual(["citizenNumber"]);
  });

  test("agree with stdnum for whoever is born", () => {
    const born = fc.date({ min: new Date("1900-01-01"), max: new Date("2020-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(
        born,
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(...Array.from("0123456789X")),
        (date, sequence, check) => {
          const number = `370500${date.toISOString().slice(0, 10).replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
          expect(isCitizenNumber(number + check)).toBe(ric.validate(number + check).isValid);
          expect(isCitizenNumber(number + String(citizenNumberCheck(number)))).toBe(true);
        },
      ),
    );
  });

  test("are masked", () => {
    expect(maskCitizenNumber("11010519491231002X")).toBe("1101**********002X");
    for (const value of hostile) expect(maskCitizenNumber(value)).toBe("****");
  });
});

describe("plates", () => {
  test.each([
    ["鲁E12345", "鲁E12345", "ordinary"],
    [" 鲁e·12345 ", "鲁E12345", "ordinary"],
    ["鲁E•1234A", "鲁E1234A", "ordinary"],
    ["鲁EA123挂", "鲁EA123挂", "ordinary"],
    ["鲁E1234警", "鲁E1234警", "ordinary"],
    ["鲁ED12345", "鲁ED12345", "newEnergySmall"],
    ["鲁EDA1234", "鲁EDA1234", "newEnergySmall"],
    ["鲁E12345D", "鲁E12345D", "newEnergyLarge"],
  ])("%s is kept as %s, %s", (given, kept, kind) => {
    expect(plate.parse(given)).toBe(kept);
    expect(plateKindOf(kept)).toBe(kind);
  });

  test.each([...hostile, "E12345", "鲁12345", "鲁I12345", "鲁EO1234", "鲁E1234", "鲁E123456", "鲁EL12345", "挂E12345"])(
    "%j is none",
    (given) => {
      expect(codesOf(plate, given)).toEqual(["plate"]);
    },
  );
});
