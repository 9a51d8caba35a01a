import { expect, it } from "vitest";
import { watchHands } from "./attended.ts";

it("a page is attended for a minute after it was opened or touched, and not by what happens by itself", () => {
  const page = new EventTarget();
  let now = 0;
  const attended = watchHands(page, () => now);
  expect(attended()).toBe(true);
  now = 60_000;
  expect(attended()).toBe(false);
  for (const kind of ["load", "message", "focus", "visibilitychange"]) page.dispatchEvent(new Event(kind));
  expect(attended()).toBe(false);
  for (const kind of ["pointerdown", "keydown", "wheel", "click", "input"]) {
    now += 60_000;
    page.dispatchEvent(new Event(kind));
    expect(attended(), kind).toBe(true);
    now += 59_999;
    expect(attended(), kind).toBe(true);
    now += 1;
    expect(attended(), kind).toBe(false);
  }
});
