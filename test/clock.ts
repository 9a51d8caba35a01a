import type { Clock } from "#kernel/clock.ts";

/** A clock that stands until it is moved. */
export interface TestClock extends Clock {
  set(at: string | Date): void;
  forward(minutes: number): void;
}

export function testClock(start: string): TestClock {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set(at) {
      now = new Date(at);
    },
    forward(minutes) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };
}
