import { isIPv4, isIPv6 } from "node:net";

/** An address without its zone; an IPv4 address that a listener for both kinds writes as IPv6 as itself. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").replace(/%.*$/, "");
}

/**
 * The network that a call came from, as the audit keeps it (ASVS 16.2.1): without the last eight bits of an IPv4 address
 * and the last 80 of an IPv6 one, so that it says from where and not from whose device. Null for what is no address.
 */
export function networkOf(address: string): string | null {
  const plain = plainAddress(address);
  if (isIPv4(plain)) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (!isIPv6(plain)) return null;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const parts = (text: string) => (text === "" ? [] : text.split(":"));
  const first = parts(head);
  const last = parts(tail ?? "");
  // What `::` stands for; nothing without it.
  const between = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => "0");
  const groups = [...first, ...between, ...last].slice(0, 3).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${groups.join(":")}::/48`;
}
