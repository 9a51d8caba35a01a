/** So long after somebody has touched the page what it asks is his. */
const handMs = 60_000;
const touches = ["pointerdown", "keydown", "wheel", "click", "input"] as const;

export interface Attended {
  /** Whether somebody is there: the page has just been opened or touched. */
  (): boolean;
}

/**
 * Watches for hands on the page. What it reads by itself, for a live event or a clock, must not keep the session of
 * somebody who has gone (decision 33). Without a target, outside of a browser, nobody touches anything. `clock` gives milliseconds that only go forward.
 */
export function watchHands(target: EventTarget | undefined, clock: () => number): Attended {
  let last = clock();
  const touched = () => {
    last = clock();
  };
  for (const kind of touches) target?.addEventListener(kind, touched, { capture: true, passive: true });
  return () => clock() - last < handMs;
}
