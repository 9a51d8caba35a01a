import { useEffect } from "react";
import { t } from "#web/i18n/index.ts";

/** The name of the page in the browser's tab: `待办 · 护航`. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    const name = t("app.name");
    document.title = title === undefined || title === "" ? name : `${title} · ${name}`;
  }, [title]);
}
