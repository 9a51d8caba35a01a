import { type RefObject, useEffect, useRef } from "react";

const prefix = "huhang.scroll:";

/**
 * Keeps how far a list was scrolled for as long as the tab lives, and goes back there once its rows are `ready`.
 * Without a `place` it is the page itself.
 */
export function useKeptScroll(name: string, place: RefObject<HTMLElement | null> | undefined, ready: boolean): void {
  const restored = useRef("");
  useEffect(() => {
    if (!ready) return;
    const element = place?.current ?? null;
    if (restored.current !== name) {
      restored.current = name;
      const top = Number(sessionStorage.getItem(prefix + name));
      if (top > 0) (element ?? window).scrollTo({ top });
    }
    const target: HTMLElement | Window = element ?? window;
    const keep = () =>
      sessionStorage.setItem(prefix + name, String(element === null ? window.scrollY : element.scrollTop));
    target.addEventListener("scroll", keep, { passive: true });
    return () => target.removeEventListener("scroll", keep);
  }, [name, place, ready]);
}
