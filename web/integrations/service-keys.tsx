import { useState } from "react";
import { mostKeys } from "#capabilities/integrations/contract.ts";
import styles from "#web/administration/administration.module.css";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Secret } from "#web/integrations/secret.tsx";
import type { Service } from "#web/integrations/service-page.tsx";
import { ActionError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField } from "#web/ui/field.tsx";
import { toastWhen } from "#web/ui/toast.tsx";

type Key = Service["allKeys"][number];
const spans = ["90", "180", "365"] as const;

/** 密钥: the ones that are good and the last ones that were; a new one is seen once. */
export function ServiceKeys({ service }: { service: Service }) {
  const { t } = useWords();
  const issue = useAction("serviceKey.issue");
  const [days, setDays] = useState<(typeof spans)[number]>("365");
  // Told once: it is kept nowhere, and a reload forgets it.
  const [key, setKey] = useState<string>();
  const may = service.may.includes("issue");
  const full = service.allKeys.filter(({ inForce }) => inForce).length >= mostKeys;
  const go = async () => {
    const made = await issue.mutateAsync({ id: service.id, days: Number(days) }).catch(() => undefined);
    if (made) setKey(made.key);
  };
  return (
    <section className={home["part"]} aria-labelledby="service-keys">
      <h2 id="service-keys">{t("service.keys")}</h2>
      <p className={home["soft"]}>{t("service.keysText", { count: mostKeys })}</p>
      {key !== undefined && (
        <Secret label={t("service.keyNow")} value={key} text={t("service.keyOnce")} onClose={() => setKey(undefined)} />
      )}
      {service.allKeys.length === 0 && <p>{t("service.noKeys")}</p>}
      <ul className={home["rows"]}>
        {service.allKeys.map((one) => (
          <KeyRow key={one.id} item={one} may={may} />
        ))}
      </ul>
      {may && full && <p className={home["soft"]}>{t("admin.reason.keysAtMost")}</p>}
      {may && !full && key === undefined && (
        <>
          <SelectField
            label={t("service.keySpan")}
            choices={spans.map((value) => ({ value, label: t("service.days", { count: Number(value) }) }))}
            value={days}
            onChange={(next) => setDays(next ?? "365")}
          />
          <ActionError error={issue.error} />
          <div className={home["buttons"]}>
            <Button look="filled" busy={issue.isPending} onClick={() => void go()}>
              {t("service.issue")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function KeyRow({ item, may }: { item: Key; may: boolean }) {
  const { t, when } = useWords();
  const end = useAction("serviceKey.end");
  return (
    <li className={lines["line"]}>
      <div className={styles["words"]}>
        <p>
          <code>hhk_{item.prefix}_…</code>{" "}
          {item.inForce ? (
            t("service.keyUntil", { when: when(item.expiresAt) })
          ) : (
            <span className={home["soft"]}>{t("service.keyOver", { when: when(item.endedAt ?? item.expiresAt) })}</span>
          )}
        </p>
        <p className={home["soft"]}>
          {t("service.issuedBy", { name: item.issuedBy, when: when(item.issuedAt) })} ·{" "}
          {item.lastUsedAt === null ? t("service.never") : t("service.usedAt", { when: when(item.lastUsedAt) })}
        </p>
        <ActionError error={end.error} />
      </div>
      {may && item.inForce && (
        <Button
          look="quiet"
          busy={end.isPending}
          aria-label={t("service.endNamed", { prefix: item.prefix })}
          onClick={() => toastWhen(end.mutateAsync({ id: item.id }), () => t("service.keyEnded"))}
        >
          {t("service.endKey")}
        </Button>
      )}
    </li>
  );
}
