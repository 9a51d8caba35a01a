import { Link } from "@tanstack/react-router";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/my-data/my-data.module.css";
import { useMe } from "#web/session.tsx";
import { classNames } from "#web/ui/class-names.ts";

/** At the first sign-in, and whenever the notice has changed: that there is one to read. It stays until it was read. */
export function PrivacyStrip() {
  const { t } = useWords();
  const { privacyNoticeDue } = useMe();
  if (!privacyNoticeDue) return null;
  return (
    <p className={classNames(styles["strip"], "no-print")} role="status">
      {t("privacy.strip")} <Link to="/my-data/notice">{t("privacy.open")}</Link>
    </p>
  );
}
