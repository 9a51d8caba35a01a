import { useRef, useState } from "react";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/integrations/integrations.module.css";
import { Button } from "#web/ui/button.tsx";

interface Props {
  label: string;
  value: string;
  text: string;
  onClose: () => void;
}

/** A key or secret that is shown this once. */
export function Secret({ label, value, text, onClose }: Props) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      // Browsers have no clipboard for pages in the clear.
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without the browser's leave it is marked, to be copied by hand.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
    }
  };
  return (
    <div className={styles["secret"]} role="status">
      <strong>{label}</strong>
      <code ref={shown} className={styles["value"]} translate="no">
        {value}
      </code>
      <p>{text}</p>
      <div className={home["buttons"]}>
        <Button look="filled" onClick={() => void copy()}>
          {t(copied ? "service.copied" : "service.copy")}
        </Button>
        <Button onClick={onClose}>{t("service.keyStored")}</Button>
      </div>
    </div>
  );
}
