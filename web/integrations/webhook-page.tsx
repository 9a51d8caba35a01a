import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { deliveryStates } from "#capabilities/integrations/webhook-contract.ts";
import styles from "#web/administration/administration.module.css";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import own from "#web/integrations/integrations.module.css";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Delivery = OutputFor<"webhook.deliveries">["items"][number];
const states = ["all", ...deliveryStates] as const;

/** 推送记录: the deliveries of one webhook with their attempts, and sending them again. */
export function WebhookPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  useTitle(t("webhook.log"));
  const [state, setState] = useState<(typeof states)[number]>("all");
  const query = useOperation("webhook.deliveries", { id, state }, { placeholderData: (before) => before });
  const replay = useAction("webhook.replay");
  const again = (delivery: string | null) =>
    toastWhen(replay.mutateAsync({ id, delivery }), ({ count }) => t("webhook.replayed", { count }));
  const account = query.data?.accountId;
  return (
    <>
      <PageHead
        back={
          account === undefined ? "/administration/service-accounts" : `/administration/service-accounts/${account}`
        }
        title={t("webhook.title")}
      />
      <PageState query={query} skeleton="list">
        {({ name, url, items, parked, more, keeps }) => (
          <div className={home["page"]}>
            <section className={home["part"]}>
              <h1>{t("webhook.log")}</h1>
              <p>
                {name} <span className={own["value"]}>{url}</span>
              </p>
              <SelectField
                label={t("webhook.state")}
                choices={states.map((value) => ({ value, label: t(`webhook.state.${value}`) }))}
                value={state}
                onChange={(next) => setState(next ?? "all")}
              />
              <ActionError error={replay.error} />
              {keeps && parked > 0 && (
                <div className={home["buttons"]}>
                  <Button look="filled" busy={replay.isPending} onClick={() => again(null)}>
                    {t("webhook.replayAll", { count: parked })}
                  </Button>
                </div>
              )}
            </section>
            <section className={home["part"]} aria-label={t("webhook.log")}>
              {items.length === 0 ? (
                <Empty icon="list" title={t("webhook.noneSent")}>
                  <p>{t("webhook.noneSentText")}</p>
                </Empty>
              ) : (
                <ul className={home["rows"]}>
                  {items.map((one) => (
                    <Row key={one.id} item={one} {...(keeps && { onAgain: () => again(one.id) })} />
                  ))}
                </ul>
              )}
              {more && <p className={home["soft"]}>{t("webhook.more")}</p>}
            </section>
          </div>
        )}
      </PageState>
    </>
  );
}

function Row({ item, onAgain }: { item: Delivery; onAgain?: () => void }) {
  const { t, say, when, find } = useWords();
  const [kind = "matter", record = ""] = item.about.split(":");
  const about = t(kind === "project" ? "webhook.about.project" : "webhook.about.matter", { id: record });
  const over = item.state === "sent" || item.state === "parked";
  const what = `${say(`webhook.event.${item.event}`)} · ${about}`;
  const answerOf = ({ status, fault }: Delivery["attempts"][number]) =>
    fault === "unsigned"
      ? t("webhook.answer.unsigned")
      : status === null
        ? t("webhook.answer.none", { fault: find(`webhook.fault.${fault}`) ?? fault ?? "" })
        : [t("webhook.answer.status", { status }), find(`webhook.fault.${fault}`)].filter(Boolean).join(" · ");
  return (
    <li className={lines["line"]}>
      <div className={styles["words"]}>
        <p>
          <strong>{what}</strong>{" "}
          <span className={item.state === "parked" ? lines["gap"] : home["soft"]}>
            {t(`webhook.state.${item.state}`)}
          </span>
        </p>
        <p className={home["soft"]}>
          {when(item.happenedAt)}
          {item.nextAt !== null && item.attempts.length > 0 && ` · ${t("webhook.next", { when: when(item.nextAt) })}`}
        </p>
        {item.attempts.map((one) => (
          <p key={one.no} className={home["soft"]}>
            {t("webhook.attempt", { no: one.no, when: when(one.at), ms: one.ms, answer: answerOf(one) })}
            {one.clip !== null && <q className={own["value"]}>{one.clip}</q>}
          </p>
        ))}
        <p className={`${home["soft"]} ${own["value"]}`}>{t("webhook.id", { id: item.id })}</p>
      </div>
      {onAgain !== undefined && over && (
        <Button look="quiet" aria-label={t("webhook.replayNamed", { what })} onClick={onAgain}>
          {t("webhook.replay")}
        </Button>
      )}
    </li>
  );
}
