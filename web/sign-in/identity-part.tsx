import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { CallError, call, useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { getLocale, useWords } from "#web/i18n/index.ts";
import { depart, takeJourney } from "#web/sign-in/identity-journey.ts";
import { identityRefusal } from "#web/sign-in/identity-words.ts";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { showToast } from "#web/ui/toast.tsx";

/** One's own links to identity providers, where the operator has set some. */
export function IdentityPart() {
  const words = useWords();
  const { t, day, when } = words;
  const queries = useQueryClient();
  const offered = useOperation("identity.offered", {}, { staleTime: Number.POSITIVE_INFINITY });
  const own = useOperation("identity.list", {});
  const unlink = useAction("identity.unlink");
  const [asked, setAsked] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const journey = takeJourney();
    if (journey?.purpose !== "link" || journey.answer === undefined) return;
    const { provider, ticket, answer } = journey;
    void call("identity.link", { provider, ticket, answer })
      .then(async () => {
        showToast(t("identity.linked"));
        await queries.invalidateQueries({ refetchType: "active" });
      })
      .catch((cause: unknown) => {
        if (!(cause instanceof CallError)) throw cause;
        setError(identityRefusal(words, cause));
      });
  });
  const items = offered.data?.items ?? [];
  if (items.length === 0) return null;
  const link = async (provider: string) => {
    setBusy(true);
    setError(undefined);
    try {
      await depart(provider, "link", "/me/security");
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(identityRefusal(words, cause));
      setBusy(false);
    }
  };
  return (
    <section className={home["part"]} aria-labelledby="secure-identities">
      <h2 id="secure-identities">{t("identity.title")}</h2>
      <p>{t("identity.text")}</p>
      <ul className={home["rows"]}>
        {items.map((one) => {
          const linked = own.data?.items.find(({ provider }) => provider === one.id);
          const name = getLocale() === "en" ? one.nameEn : one.name;
          return (
            <li key={one.id} className={home["row"]}>
              <div className={home["grow"]}>
                <p>
                  <strong>{name}</strong>
                </p>
                <p className={home["soft"]}>
                  {linked === undefined
                    ? t("identity.notLinked")
                    : linked.usedAt === null
                      ? t("identity.since", { since: day(shanghaiDay(new Date(linked.since))) })
                      : t("identity.used", {
                          since: day(shanghaiDay(new Date(linked.since))),
                          used: when(linked.usedAt),
                        })}
                </p>
              </div>
              {linked === undefined ? (
                <Button busy={busy} aria-label={t("identity.linkNamed", { name })} onClick={() => void link(one.id)}>
                  {t("identity.link")}
                </Button>
              ) : (
                <Button
                  look="quiet"
                  aria-label={t("identity.unlinkNamed", { name })}
                  onClick={() => setAsked(linked.id)}
                >
                  {t("identity.unlink")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {error !== undefined && <p role="alert">{error}</p>}
      <Confirm
        open={asked !== undefined}
        question={t("identity.unlinkSure")}
        yes={t("identity.unlink")}
        danger
        busy={unlink.isPending}
        onYes={() => asked !== undefined && unlink.mutate({ id: asked }, { onSettled: () => setAsked(undefined) })}
        onNo={() => setAsked(undefined)}
      >
        <p>{t("identity.unlinkText")}</p>
      </Confirm>
    </section>
  );
}
