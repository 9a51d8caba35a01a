import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Where the operator lets deliveries go (HUHANG_WEBHOOK_HOSTS); nothing is sent anywhere else. */
export interface Destinations {
  /** Why an address is not one of them; null when it is. */
  faultOf(url: string): DestinationFault | null;
  /** Looks a host up when a connection is made, and gives only addresses that it may have. */
  lookup: LookupFunction;
  readonly hosts: readonly string[];
}
export type DestinationFault = "malformedUrl" | "notHttps" | "hostNotListed";

interface Entry {
  /** Host in small letters; `*.` before it: every host below it. */
  readonly host: string;
  readonly port: string | null;
  /** Networks of the inside that this very host may be in. */
  readonly inside: BlockList | null;
}

/**
 * RFC 6890 and its like: addresses that are not the other side's but this machine's, this network's or nobody's. An IPv4
 * address that is written as IPv6 (`::ffff:10.0.0.1`) is looked at as IPv4 by itself.
 */
const insideNetworks: readonly (readonly [string, number, "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 96, "ipv6"],
  ["::ffff:0:0:0", 96, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["3fff::", 20, "ipv6"],
  ["5f00::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["fec0::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];
const inside = new BlockList();
for (const [address, bits, family] of insideNetworks) inside.addSubnet(address, bits, family);

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");
const isInside = (address: string) => inside.check(address, familyOf(address));

/** Says which part of the list cannot be read. */
export class BadDestination extends Error {}

/**
 * Reads the list: hosts apart by commas or spaces. `hooks.example.gov.cn` and `*.example.gov.cn` may have public addresses
 * only, whatever a name server says; `hotline.inside=10.20.0.0/16` names the networks of the inside that this very host
 * may be in. A host with `:port` is meant with that port alone, otherwise with the usual one.
 * @throws BadDestination
 */
export function readDestinations(text: string, resolver: typeof resolve = resolve): Destinations {
  const entries = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map(readEntry);
  const entryOf = (hostname: string, port: string) =>
    entries.find((entry) => fits(entry, hostname) && (entry.port ?? "") === port) ?? null;
  const mayHave = (hostname: string, address: string) =>
    !isInside(address) ||
    entries.some(
      (entry) => fits(entry, hostname) && (entry.inside?.check(address, familyOf(address)) ?? entry.host === address),
    );
  return {
    hosts: entries.map(({ host, port }) => (port === null ? host : `${host}:${port}`)),
    faultOf(text) {
      const url = URL.parse(text);
      if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return "malformedUrl";
      const hostname = plainHost(url.hostname);
      const entry = entryOf(hostname, url.port);
      if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(hostname))) return "notHttps";
      if (entry === null) return "hostNotListed";
      // A bare address is not looked up: it is judged here.
      return isIP(hostname) === 0 || mayHave(hostname, hostname) ? null : "hostNotListed";
    },
    lookup(hostname, options, callback) {
      resolver(hostname, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, "", 0);
        const allowed = found.filter(({ address }) => mayHave(plainHost(hostname), address));
        const [first] = allowed;
        if (!first) return callback(Object.assign(new Error("inside address"), { code: "EINSIDE" }), "", 0);
        return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
      });
    },
  };
}

const plainHost = (hostname: string) =>
  hostname
    .toLowerCase()
    .replaceAll(/^\[|\]$/g, "")
    .replace(/\.$/, "");
const isLoopbackHost = (hostname: string) =>
  hostname === "localhost" || hostname === "::1" || hostname.startsWith("127.");

function fits({ host }: Entry, hostname: string): boolean {
  return host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host;
}

function readEntry(text: string): Entry {
  const [place = "", networks, ...more] = text.split("=");
  const url = URL.parse(`https://${place.replace(/^\*\./, "")}`);
  if (more.length > 0 || url === null || url.pathname !== "/" || url.search !== "" || url.username !== "") {
    throw new BadDestination(text);
  }
  const wild = place.startsWith("*.");
  if (wild && networks !== undefined) throw new BadDestination(text);
  return {
    host: (wild ? "*." : "") + plainHost(url.hostname),
    port: url.port === "" ? null : url.port,
    inside: networks === undefined ? null : readNetworks(networks, text),
  };
}

function readNetworks(networks: string, text: string): BlockList {
  const list = new BlockList();
  for (const network of networks.split("+")) {
    const [address = "", bits] = network.split("/");
    try {
      if (bits === undefined) list.addAddress(address, familyOf(address));
      else list.addSubnet(address, Number(bits), familyOf(address));
    } catch {
      throw new BadDestination(text);
    }
  }
  return list;
}
