import { type Draw, lotOf } from "#matters/lots.ts";

/** Under whose own key the looks of a week are drawn. */
export const drawer = "lookSamples";

/** How many of a week's unmasked views come before the inspectorate (GR-23). Another figure is another version. */
export const sampleRule = { version: 1, most: 20 } as const;

/** Something that can be drawn: a row of the audit. */
export interface Look {
  readonly uid: string;
}

/** The looks that a week's lots fall on, the lowest first: by the number of each row of the audit alone, whoever looked at what. */
export function choose<L extends Look>(
  draw: Draw,
  looks: readonly L[],
  most: number,
): (L & { readonly point: number })[] {
  return looks
    .map((look) => ({ ...look, point: lotOf(draw, `look:${look.uid}`) }))
    .toSorted((left, right) => left.point - right.point || (left.uid < right.uid ? -1 : 1))
    .slice(0, most);
}
