import { describe, expect, it } from "vitest";
import { addressOf, returnAddress } from "#web/sign-in/return-address.ts";

describe("the way back after signing in", () => {
  it.each([
    "/matters/7?step=answer",
    "/matters?view=mine&sort=due#row-3",
    "/search?q=%E9%81%93%E8%B7%AF",
    "/policies/3?tab=versions",
    "/month/2026-10",
    // Another site's name behind the question mark leads nowhere by itself.
    "/search?q=//evil.example",
  ])("leads to the page with all that stood in its address: %s", (address) => {
    expect(returnAddress(address)).toBe(address);
  });

  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "/%2e%2e/%2e//evil.example/x",
    "https://evil.example/matters",
    "https:evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "",
    "/sign-in",
    "/sign-in?back=/matters",
    "/sign-in/return/city",
    "/x/../sign-in",
    undefined,
    null,
    7,
    ["/matters"],
  ])("leads home instead of to %j", (address) => {
    expect(returnAddress(address)).toBe("/");
  });

  it.each(["/%2F%2Fevil.example", "/%5Cevil.example", "/%09/evil.example"])("stays a page of ours: %s", (address) => {
    const known = new URL(returnAddress(address), "https://huhang.example");
    expect(known.origin).toBe("https://huhang.example");
  });

  it("is taken from the address with what stands behind the page's name", () => {
    expect(addressOf({ pathname: "/matters/7", search: "?step=answer", hash: "#form" })).toBe(
      "/matters/7?step=answer#form",
    );
  });
});
