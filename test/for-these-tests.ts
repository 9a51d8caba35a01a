import { afterAll } from "vitest";

/**
 * Opens what a whole test file needs, or a `describe` that it is awaited in, and closes it after the last of their tests:
 * `const house = await forTheseTests(startHarness())`. What was opened last is closed first.
 */
export async function forTheseTests<Opened extends { close(): Promise<unknown> }>(
  opening: Promise<Opened>,
): Promise<Opened> {
  const opened = await opening;
  afterAll(() => opened.close());
  return opened;
}
