import { expect, it } from "vitest";
import { networkOf } from "./network.ts";

it.each([
  ["10.1.2.3", "10.1.2.0/24"],
  ["::ffff:10.1.2.3", "10.1.2.0/24"],
  ["2001:0db8:00a0:1::7", "2001:db8:a0::/48"],
  ["2001:db8::1", "2001:db8:0::/48"],
  ["::1", "0:0:0::/48"],
  ["fe80::1%eth0", "fe80:0:0::/48"],
  ["not an address", null],
  ["", null],
])("keeps of the address %s its network %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
