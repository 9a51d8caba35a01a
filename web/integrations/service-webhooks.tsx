import { Link } from "@tanstack/react-router";
import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import own from "#web/integrations/integrations.module.css";
import { NewWebhook } from "#web/integrations/new-webhook.tsx";
import { Secret } from "#web/integrations/secret.tsx";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";

type Webhook = OutputFor<"webhook.list">["items"][number];

/** 事件推送: where this system is told of events, and what became of it. */
export function ServiceWebhooks({ id }: { id: number }) {
  const { t } = useWords();
  const list = useOperation("webhook.list", { id });
  const [adding, setAdding] = useState(false);
  // Told once: it is kept nowhere readable, and a reload forgets it.
  const [secret, setSecret] = useState<string>();
  return (
    <section className={home["part"]} aria-labelledby="service-webhooks">
      <h2 id="service-webhooks">{t("webhook.title")}</h2>
      <p className={home["soft"]}>{t("webhook.text")}</p>
      {secret !== undefined && (
        <Secret
          label={t("webhook.secretNow")}
          value={secret}
          text={t("webhook.secretOnce")}
          onClose={() => setSecret(undefined)}
        />
      )}
      <PageState query={list} skeleton="list">
        {({ items, offers, hosts, keeps }) => (
          <>
            {items.length === 0 && <p>{t("webhook.none")}</p>}
            <ul className={home["rows"]}>
              {items.map((one) => (
                <Row key={one.id} item={one} keeps={keeps} onSecret={setSecret} />
              ))}
            </ul>
            {keeps && hosts.length === 0 && <p className={home["soft"]}>{t("webhook.noHosts")}</p>}
            {keeps && hosts.length > 0 && offers.length > 0 && (
              <div className={home["buttons"]}>
                <Button onClick={() => setAdding(true)}>{t("webhook.new")}</Button>
              </div>
            )}
            {adding && (
              <NewWebhook
                id={id}
                offers={offers}
                hosts={hosts}
                onClose={() => setAdding(false)}
                onMade={(made) => {
                  setAdding(false);
                  setSecret(made);
                }}
              />
            )}
          </>
        )}
      </PageState>
    </section>
  );
}

function Row({ item, keeps, onSecret }: { item: Webhook; keeps: boolean; onSecret: (secret: string) => void }) {
  const { t, say, when } = useWords();
  const rotate = useAction("webhook.rotate");
  const end = useAction("webhook.end");
  const { id, url } = item;
  const again = async () => {
    const made = await rotate.mutateAsync({ id }).catch(() => undefined);
    if (made) onSecret(made.secret);
  };
  return (
    <li className={lines["line"]}>
      <div className={styles["words"]}>
        <p className={own["value"]}>
          <Link to="/administration/webhooks/$id" params={{ id: String(id) }}>
            {url}
          </Link>
        </p>
        <p>{item.events.map((event) => say(`webhook.event.${event}`)).join("、")}</p>
        <p className={home["soft"]}>
          {[
            t("webhook.madeBy", { name: item.madeBy, when: when(item.madeAt) }),
            item.lastSentAt === null ? t("webhook.neverSent") : t("webhook.lastSent", { when: when(item.lastSentAt) }),
            ...(item.waiting > 0 ? [t("webhook.waiting", { count: item.waiting })] : []),
            ...(item.formerUntil === null ? [] : [t("webhook.formerUntil", { when: when(item.formerUntil) })]),
            ...(item.endedAt === null ? [] : [t("webhook.ended", { when: when(item.endedAt) })]),
          ].join(" · ")}
        </p>
        {item.parked > 0 && <p className={lines["gap"]}>{t("webhook.parked", { count: item.parked })}</p>}
        <ActionError error={rotate.error ?? end.error} />
      </div>
      {keeps && item.endedAt === null && (
        <div className={home["buttons"]}>
          <Button
            look="quiet"
            busy={rotate.isPending}
            aria-label={t("webhook.rotateNamed", { url })}
            onClick={() => void again()}
          >
            {t("webhook.rotate")}
          </Button>
          <Button
            look="quiet"
            busy={end.isPending}
            aria-label={t("webhook.endNamed", { url })}
            onClick={() => toastWhen(end.mutateAsync({ id }), () => t("webhook.endDone"))}
          >
            {t("webhook.end")}
          </Button>
        </div>
      )}
    </li>
  );
}
