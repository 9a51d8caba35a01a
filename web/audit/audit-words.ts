import type { Words } from "#web/i18n/index.ts";

/** Of an identifier that nobody can read, so much as tells it from all others; the filter takes it as well. */
const shortId = /^([0-9a-f]{8})-[0-9a-f-]{27}$/;

/** `matter:12` as "事项 12", `file:3f2a91c0-…` as "文件 3f2a91c0", a kind of matters by its name. */
export function objectWords({ say, find }: Pick<Words, "say" | "find">, object: string): string {
  const [kind, id] = object.split(":");
  if (id === undefined) return "";
  const name = kind === "procedure" || kind === "module" ? find(`${id}.name`) : undefined;
  return `${say(`audit.kind.${kind}`)} ${name ?? shortId.exec(id)?.[1] ?? id}`;
}
