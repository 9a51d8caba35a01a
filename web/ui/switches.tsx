import { useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { isLarge, setLarge } from "#web/ui/theme.ts";
import styles from "#web/ui/frame.module.css";

/** 大字: everything a quarter larger, remembered in this browser. */
export function LargeTypeSwitch() {
  const { t } = useWords();
  const [large, setShown] = useState(isLarge);
  return (
    <button
      type="button"
      className={styles["switch"]}
      aria-pressed={large}
      title={t(large ? "app.largeTypeOff" : "app.largeTypeOn")}
      onClick={() => {
        setLarge(!large);
        setShown(!large);
      }}
    >
      {t("app.largeType")}
    </button>
  );
}

/** Chinese and English. */
export function LanguageSwitch() {
  const { t, locale, setLocale } = useWords();
  const other = locale === "en" ? "zh-CN" : "en";
  return (
    <button
      type="button"
      className={styles["switch"]}
      lang={other}
      aria-label={t("app.languageLabel")}
      onClick={() => void setLocale(other)}
    >
      {t("app.language")}
    </button>
  );
}
