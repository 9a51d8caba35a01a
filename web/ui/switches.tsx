import { useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { buttonClass } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { isLarge, setLarge } from "#web/ui/theme.ts";
import { showToast } from "#web/ui/toast.tsx";
import styles from "#web/ui/frame.module.css";

interface Props {
  /** Among the buttons of a page, instead of in a head. */
  boxed?: boolean;
}

const look = (boxed: boolean) => (boxed ? classNames(buttonClass("outline"), styles["boxed"]) : styles["switch"]);

/** 大字: everything a quarter larger, remembered in this browser. */
export function LargeTypeSwitch({ boxed = false }: Props) {
  const { t } = useWords();
  const [large, setShown] = useState(isLarge);
  return (
    <button
      type="button"
      className={look(boxed)}
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
export function LanguageSwitch({ boxed = false }: Props) {
  const { t, locale, setLocale } = useWords();
  const other = locale === "en" ? "zh-CN" : "en";
  const change = async () => {
    try {
      await setLocale(other);
    } catch {
      showToast(t("app.languageFailed"));
    }
  };
  return (
    <button
      type="button"
      className={look(boxed)}
      lang={other}
      aria-label={t("app.languageLabel")}
      onClick={() => void change()}
    >
      {t("app.language")}
    </button>
  );
}
