import { useState } from "react";
import { CallError, useOperation } from "#web/call.ts";
import { getLocale, useWords } from "#web/i18n/index.ts";
import { depart } from "#web/sign-in/identity-journey.ts";
import { identityRefusal } from "#web/sign-in/identity-words.ts";
import styles from "#web/sign-in/sign-in.module.css";
import { Button } from "#web/ui/button.tsx";

/** Other ways in, where the operator has set some; nothing otherwise. The password works whatever becomes of them. */
export function IdentityButtons({ back }: { back: unknown }) {
  const words = useWords();
  const { t } = words;
  const offered = useOperation("identity.offered", {}, { staleTime: Number.POSITIVE_INFINITY });
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<string>();
  const items = offered.data?.items ?? [];
  if (items.length === 0) return null;
  const go = async (provider: string) => {
    setBusy(provider);
    setError(undefined);
    try {
      await depart(provider, "signIn", typeof back === "string" ? back : "/");
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(identityRefusal(words, cause));
      setBusy(undefined);
    }
  };
  return (
    <div className={styles["fields"]}>
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
      {items.map((one) => (
        <Button key={one.id} wide busy={busy === one.id} disabled={busy !== undefined} onClick={() => void go(one.id)}>
          {t("identity.signInBy", { name: getLocale() === "en" ? one.nameEn : one.name })}
        </Button>
      ))}
    </div>
  );
}
