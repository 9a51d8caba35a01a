import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { BadDestination, readDestinations } from "./destinations.ts";

const list = readDestinations(
  "hooks.example.com, *.city.example.com hotline.inside=10.20.0.0/16+fd00::/8 127.0.0.1:8090 wide.example.com:8443",
);

describe("an address", () => {
  it.each([
    ["https://hooks.example.com/a?b=1", null],
    ["https://HOOKS.example.com./", null],
    ["https://hooks.example.com:443/", null],
    ["https://one.city.example.com/", null],
    ["https://wide.example.com:8443/", null],
    ["https://hotline.inside/", null],
    ["http://127.0.0.1:8090/hooks", null],
    // Not of the list.
    ["https://example.com/", "hostNotListed"],
    ["https://hooks.example.com.evil.example/", "hostNotListed"],
    ["https://evilhooks.example.com/", "hostNotListed"],
    ["https://city.example.com/", "hostNotListed"],
    ["https://hooks.example.com:8443/", "hostNotListed"],
    ["https://wide.example.com/", "hostNotListed"],
    ["http://127.0.0.1:8091/", "hostNotListed"],
    ["https://10.20.0.1/", "hostNotListed"],
    ["https://169.254.169.254/latest", "hostNotListed"],
    ["https://[::1]/", "hostNotListed"],
    // The same host, written in other ways.
    ["http://2130706433:8090/", null],
    ["http://0x7f.1:8090/", null],
    // In the clear only within this machine.
    ["http://hooks.example.com/", "notHttps"],
    ["ftp://hooks.example.com/", "notHttps"],
    ["file:///etc/passwd", "notHttps"],
    ["https://user:secret@hooks.example.com/", "malformedUrl"],
    ["https://hooks.example.com/#part", "malformedUrl"],
    ["not an address", "malformedUrl"],
  ])("%s: %s", (url, fault) => {
    expect(list.faultOf(url)).toBe(fault);
  });

  it("is none at all without a list", () => {
    const none = readDestinations("");
    expect(none.hosts).toEqual([]);
    expect(none.faultOf("https://hooks.example.com/")).toBe("hostNotListed");
  });
});

describe("a name", () => {
  /** What the name server says of every name. */
  const found = async (hostname: string, ...addresses: string[]) => {
    const say = (_name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    const { lookup } = readDestinations(
      "hooks.example.com *.city.example.com hotline.inside=10.20.0.0/16+fd00::/8",
      say as never,
    );
    return new Promise<string>((resolve) => {
      lookup(hostname, { all: true }, (error, result) => {
        const each = Array.isArray(result) ? result.map(({ address }) => address).join(" ") : result;
        resolve(error ? String(error.code) : each);
      });
    });
  };

  it("leads to a public address", async () => {
    expect(await found("hooks.example.com", "93.184.216.34")).toBe("93.184.216.34");
    expect(await found("hooks.example.com", "2606:4700::1")).toBe("2606:4700::1");
  });

  it.each([
    "127.0.0.1",
    "10.20.0.1",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "fd00::1",
    "fe80::1",
    "ff02::1",
    "2002:a00:1::1",
    "::ffff:0:7f00:1",
    "3fff::1",
    "5f00::1",
  ])("does not lead inside, to %s", async (address) => {
    expect(await found("hooks.example.com", address)).toBe("EINSIDE");
    expect(await found("a.city.example.com", address)).toBe("EINSIDE");
  });

  it("that leads to both leads to the public one only", async () => {
    expect(await found("hooks.example.com", "127.0.0.1", "93.184.216.34")).toBe("93.184.216.34");
  });

  it("leads inside where the operator says so, and nowhere else in there", async () => {
    expect(await found("hotline.inside", "10.20.3.4")).toBe("10.20.3.4");
    expect(await found("hotline.inside", "fd00::7")).toBe("fd00::7");
    expect(await found("hotline.inside", "10.21.0.1")).toBe("EINSIDE");
    expect(await found("hotline.inside", "127.0.0.1")).toBe("EINSIDE");
  });
});

it.each([
  "hooks.example.com/path",
  "https://hooks.example.com",
  "a.example=10.0.0.0/33",
  "a.example=nothing",
  "*.a.example=10.0.0.0/8",
  "a.example=10.0.0.0/8=1",
  "user@a.example",
])("the list does not take %s", (text) => {
  expect(() => readDestinations(text)).toThrow(BadDestination);
});
