import { type Outline, outlines } from "#web/outlines.data.ts";

const byId = new Map(outlines.map((outline) => [outline.id, outline]));

/** The states and limits of a kind of matter, or undefined when this page is older than the server. */
export function findOutline(id: string): Outline | undefined {
  return byId.get(id);
}
