import { useEffect } from "react";
import { t } from "#web/i18n/index.ts";

/** The name of the page in the browser's tab: `待办 · 护航`. What closes over a page gives it its name back. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    const before = document.title;
    const name = t("app.name");
    document.title = title === undefined || title === "" ? name : `${title} · ${name}`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
