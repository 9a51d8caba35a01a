import { useSyncExternalStore } from "react";

/** Milliseconds by which the server's clock is ahead of this device's. Answers tell it; a demo may run on another day. */
let ahead = 0;
let minute = currentMinute();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Takes the server's time from an answer that carries `serverTime`. */
export function learnServerTime(answer: unknown): void {
  if (typeof answer !== "object" || answer === null || !("serverTime" in answer)) return;
  const { serverTime } = answer;
  const at = typeof serverTime === "string" ? Date.parse(serverTime) : Number.NaN;
  if (Number.isNaN(at)) return;
  ahead = at - Date.now();
  tick();
}

/** The moment on the server's clock. */
export function serverNow(): Date {
  return new Date(Date.now() + ahead);
}

/** The start of the present minute on the server's clock; the component is drawn again when a minute ends. */
export function useNow(): Date {
  return new Date(useSyncExternalStore(watch, () => minute) * 60_000);
}

function currentMinute(): number {
  return Math.floor((Date.now() + ahead) / 60_000);
}

function tick(): void {
  const now = currentMinute();
  if (now === minute) return;
  minute = now;
  for (const notify of watchers) notify();
}

function watch(notify: () => void): () => void {
  watchers.add(notify);
  timer ??= setInterval(tick, 5_000);
  return () => {
    watchers.delete(notify);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
