import { describe, expect, it } from "vitest";
import { z } from "zod";
import { maskName, maskOf, show, shownPhone } from "./mask.ts";
import { plainLine } from "./text.ts";
import { withWidget } from "./widget.ts";

describe("a mask", () => {
  it.each([
    ["张三", "张*"],
    ["  欧阳修 ", "欧*"],
    ["𠮷野家", "𠮷*"],
    ["", "*"],
  ])("leaves of the name %s the first character", (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it("leaves of a telephone its ends, and of anything else nothing", () => {
    expect(show("phone", "13812341234", false)).toBe("138****1234");
    expect(show("phone", "0546-8012345", false)).toBe("0546-****345");
    expect(show("phone", "找门卫老王", false)).toBe("****");
    expect(show("phone", "13812341234", true)).toBe("13812341234");
  });

  it("is found on a field through wrappers, and on no other", () => {
    const line = plainLine({ min: 1, max: 9 });
    const field = withWidget(line, { widget: "text", labelKey: "form.name", mask: "name" });
    expect([field, field.optional(), field.nullable().optional()].map(maskOf)).toEqual(["name", "name", "name"]);
    expect(maskOf(shownPhone.nullable())).toBe("phone");
    expect([line, z.object({ field }), undefined].map(maskOf)).toEqual([undefined, undefined, undefined]);
  });
});
