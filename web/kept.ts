/** One thing that this browser keeps: where, under which name, and whose it is. */
interface Kept {
  /** A browser keeps it until it is told to forget, a tab until it is closed. */
  readonly in: "browser" | "tab";
  readonly name: string;
  /**
   * `device`: a setting of whoever sits here, says nothing of anybody. `person`: goes when he signs out or somebody else
   * comes. `draft`: his own words, under his account's number; he is asked when he signs out.
   */
  readonly of: "device" | "person" | "draft";
}

/** Everything that the pages keep in the browser. Nothing else is written there: a test looks for it. */
export const keptThings = {
  locale: { in: "browser", name: "huhang.locale", of: "device" },
  /** Large type. */
  large: { in: "browser", name: "huhang.large", of: "device" },
  /** The navigation shows its drawings only. */
  folded: { in: "browser", name: "huhang.folded", of: "device" },
  /** What somebody has begun to write. */
  draft: { in: "browser", name: "huhang.draft", of: "draft" },
  /** The project that somebody looked at last. */
  project: { in: "browser", name: "huhang.project", of: "person" },
  /** How far somebody has scrolled a list. */
  scroll: { in: "tab", name: "huhang.scroll", of: "person" },
  /** A journey to an identity provider; whose it is shows only once he is back. */
  identity: { in: "tab", name: "huhang.identity", of: "person" },
} as const satisfies Record<string, Kept>;

export type KeptThing = keyof typeof keptThings;

/** Under which name a thing lies; behind it an account's number, and more where an account has several of it. */
function nameOf(thing: KeptThing, of: readonly (string | number)[]): string {
  return [keptThings[thing].name, ...of].join(":");
}

/** Where a thing lies. */
export function storeOf(thing: KeptThing): Storage {
  return keptThings[thing].in === "browser" ? localStorage : sessionStorage;
}

export function readKept(thing: KeptThing, ...of: readonly (string | number)[]): string | null {
  return storeOf(thing).getItem(nameOf(thing, of));
}

export function keep(thing: KeptThing, value: string, ...of: readonly (string | number)[]): void {
  storeOf(thing).setItem(nameOf(thing, of), value);
}

export function forget(thing: KeptThing, ...of: readonly (string | number)[]): void {
  storeOf(thing).removeItem(nameOf(thing, of));
}

/**
 * Forgets what is kept of persons, drafts excepted: all of it when somebody signs out; that of others than `stays` when
 * somebody has come; in this tab only when a session is over, as its own person comes back most of the time.
 */
export function forgetPersons({ stays, tabOnly = false }: { stays?: number; tabOnly?: boolean } = {}): void {
  for (const thing of Object.keys(keptThings) as KeptThing[]) {
    const { of, in: place } = keptThings[thing];
    if (of !== "person" || (tabOnly && place !== "tab")) continue;
    const all = nameOf(thing, []);
    const own = stays === undefined ? undefined : nameOf(thing, [stays]);
    for (const name of namesFrom(storeOf(thing), all)) {
      if (isBelow(name, all) && !(own !== undefined && isBelow(name, own))) storeOf(thing).removeItem(name);
    }
  }
}

/** Account 1 is not account 12. */
function isBelow(name: string, start: string): boolean {
  return name === start || name.startsWith(`${start}:`);
}

/** The names in a store that begin so. */
export function namesFrom(store: Pick<Storage, "key" | "length">, start: string): string[] {
  return Array.from({ length: store.length }, (_, index) => store.key(index)).filter(
    (name): name is string => name?.startsWith(start) === true,
  );
}
