import { useIsFetching } from "@tanstack/react-query";
import { useEffect } from "react";

/** Answers that follow each other leave no pause as long as this. */
const restMs = 300;

/**
 * Once the first page has all that it asked for: the script of the daily pages, so that the next one opens at once, also
 * when the line has gone meanwhile.
 */
export function FetchAhead() {
  const busy = useIsFetching() > 0;
  useEffect(() => {
    if (busy) return;
    const timer = setTimeout(() => {
      // Whoever opens such a page hears of it there.
      import("#web/pages.ts").catch(() => undefined);
    }, restMs);
    return () => clearTimeout(timer);
  }, [busy]);
  return null;
}
