import { type RefObject, useEffect, useRef } from "react";
import { keep, readKept } from "#web/kept.ts";
import { useMe } from "#web/session.tsx";

/**
 * Keeps how far a list was scrolled for as long as the tab lives, and goes back there once its rows are `ready`.
 * Without a `place` it is the page itself.
 */
export function useKeptScroll(name: string, place: RefObject<HTMLElement | null> | undefined, ready: boolean): void {
  const { accountId } = useMe();
  const restored = useRef("");
  useEffect(() => {
    if (!ready) return;
    const element = place?.current ?? null;
    if (restored.current !== name) {
      restored.current = name;
      const top = Number(readKept("scroll", accountId, name));
      if (top > 0) (element ?? window).scrollTo({ top });
    }
    const target: HTMLElement | Window = element ?? window;
    const note = () => keep("scroll", String(element === null ? window.scrollY : element.scrollTop), accountId, name);
    target.addEventListener("scroll", note, { passive: true });
    return () => target.removeEventListener("scroll", note);
  }, [accountId, name, place, ready]);
}
