/** A keyed digest of a drawer's own, for a choice that nobody can foresee or steer. */
export type Draw = (data: string) => Buffer;

/** Lots fall between 0 and this, not included. */
export const lots = 2 ** 48;

/**
 * Where something falls: by its name alone, under a key that is not in the database. Order, words, retries and second
 * runs cannot change it, whoever works here cannot foresee it, and with the key it can be drawn again.
 */
export function lotOf(draw: Draw, name: string): number {
  return draw(name).readUIntBE(0, 6);
}
