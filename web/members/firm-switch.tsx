import { useState } from "react";
import { CallError, call } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { useMe } from "#web/session.tsx";
import { Icon } from "#web/ui/icons.tsx";

/** Whoever acts for several firms goes on for another one; each session acts for one. */
export function FirmSwitch() {
  const { t } = useWords();
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  if (me.firms.length < 2) return null;
  const go = async (enterpriseId: number) => {
    setBusy(true);
    try {
      await call("session.switchFirm", { enterpriseId });
      // Nothing of the firm before stays in this page, whose session has ended.
      window.location.assign("/");
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <section className={home["part"]} aria-labelledby="me-switch">
      <h2 id="me-switch">{t("me.switchFirm")}</h2>
      <ul className={home["rows"]}>
        {me.firms.map((firm) => (
          <li key={firm.id}>
            <button
              type="button"
              className={home["choice"]}
              aria-pressed={firm.id === me.enterprise?.id}
              disabled={busy || firm.id === me.enterprise?.id}
              onClick={() => void go(firm.id)}
            >
              <span>
                {firm.id === me.enterprise?.id && <Icon name="check" />} {firm.name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {error !== undefined && <p role="alert">{t(`error.${error.code}`)}</p>}
    </section>
  );
}
