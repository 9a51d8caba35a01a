import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";

/** Where I am signed in; another device can be signed out from here. */
export function SessionsPart() {
  const { t, when } = useWords();
  const query = useOperation("session.list", {}, { staleTime: 0 });
  const remove = useAction("session.remove");
  const end = (id: number) => toastWhen(remove.mutateAsync({ id }), () => t("secure.sessionEnded"));
  return (
    <section className={home["part"]} aria-labelledby="secure-sessions">
      <h2 id="secure-sessions">{t("secure.sessions")}</h2>
      <PageState query={query} skeleton="list">
        {({ items }) => (
          <ul className={home["rows"]}>
            {items.map((one) => (
              <li key={one.id} className={home["row"]}>
                <div className={home["grow"]}>
                  <p>
                    <strong>{t(one.device === "phone" ? "secure.onPhone" : "secure.onDesk")}</strong>
                    {one.current && ` · ${t("secure.thisOne")}`}
                  </p>
                  <p className={home["soft"]}>
                    {t("secure.sessionText", { how: t(`secure.by.${one.method}`), when: when(one.since) })}
                  </p>
                </div>
                {!one.current && (
                  <Button
                    look="quiet"
                    busy={remove.isPending && remove.variables?.id === one.id}
                    onClick={() => end(one.id)}
                  >
                    {t("secure.endSession")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </PageState>
      {remove.error !== null && <p role="alert">{t(`error.${remove.error.code}`)}</p>}
      <p className={home["soft"]}>{t("secure.sessionsText")}</p>
    </section>
  );
}
