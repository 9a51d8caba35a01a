import { useEffect, useRef } from "react";
import styles from "#web/home/home.module.css";
import type { MatterPages } from "#web/work/use-matter-pages.ts";
import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";

/** Loads the next rows when their place comes near the screen; the button does the same. */
export function MoreRows({ pages }: { pages: MatterPages }) {
  const { t } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const { more, hasMore } = pages;
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    const element = place.current;
    if (element === null || !hasMore) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: "400px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, pages.items.length]);
  if (pages.items.length === 0) return null;
  return (
    <div ref={place}>
      {hasMore ? (
        <div className={styles["more"]}>
          <Button wide busy={pages.loadingMore} onClick={more}>
            {t(pages.loadingMore ? "mine.loadingMore" : "mine.more")}
          </Button>
        </div>
      ) : (
        <p className={styles["end"]}>{t("mine.end")}</p>
      )}
    </div>
  );
}
