import { useParams } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { ReasonSheet } from "#web/administration/reason-sheet.tsx";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ServiceKeys } from "#web/integrations/service-keys.tsx";
import { ServiceWebhooks } from "#web/integrations/service-webhooks.tsx";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

export type Service = OutputFor<"serviceAccount.get">;

/** One service account: which system, what it may call, its keys, and its end. */
export function ServicePage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const query = useOperation("serviceAccount.get", { id });
  useTitle(query.data?.name ?? t("service.title"));
  return (
    <>
      <PageHead back="/administration/service-accounts" title={t("service.title")} />
      <PageState query={query}>
        {(service) => (
          <div className={home["page"]}>
            <Head service={service} />
            {service.may.includes("decide") && <Decide service={service} />}
            {(service.state === "ACTIVE" || service.allKeys.length > 0) && <ServiceKeys service={service} />}
            {service.state === "ACTIVE" && <ServiceWebhooks id={service.id} />}
            {service.may.includes("revoke") && <Revoke service={service} />}
          </div>
        )}
      </PageState>
    </>
  );
}

function Head({ service }: { service: Service }) {
  const { t, say, list, when } = useWords();
  const said = (name: string | null, at: string | null) =>
    name === null || at === null ? null : `${name} · ${when(at)}`;
  const facts: [string, string | null][] = [
    [t("service.purpose"), service.purpose],
    [t("admin.unit"), service.unit.name],
    [t("service.scopes"), list(service.scopes.map((scope) => say(`service.scope.${scope}`)))],
    [t("service.addresses"), service.addresses.length === 0 ? t("service.anywhere") : service.addresses.join("、")],
    [t("service.proposedBy"), said(service.proposedBy, service.proposedAt)],
    [t("service.decidedBy"), said(service.decidedBy, service.decidedAt)],
    [t("service.note"), service.note],
    [t("service.revokedBy"), said(service.revokedBy, service.revokedAt)],
    [t("service.revokeReason"), service.revokeReason],
  ];
  return (
    <section className={home["part"]}>
      <div className={home["between"]}>
        <h1>{service.name}</h1>
        <strong className={service.state === "ACTIVE" ? undefined : lines["gap"]}>
          {t(`service.state.${service.state}`)}
        </strong>
      </div>
      <dl className={home["facts"]}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <Fragment key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </Fragment>
            ),
        )}
      </dl>
      {service.state === "PROPOSED" && !service.may.includes("decide") && (
        <p className={home["soft"]}>{t("service.needsOther")}</p>
      )}
    </section>
  );
}

function Decide({ service }: { service: Service }) {
  const { t } = useWords();
  const approve = useAction("serviceAccount.approve");
  const refuse = useAction("serviceAccount.refuse");
  const [refusing, setRefusing] = useState(false);
  const { id } = service;
  return (
    <section className={home["part"]} aria-labelledby="service-decide">
      <h2 id="service-decide">{t("service.decide")}</h2>
      <p className={home["soft"]}>{t("service.decideText")}</p>
      <ActionError error={approve.error} />
      <div className={home["buttons"]}>
        <Button
          look="filled"
          busy={approve.isPending}
          onClick={() => toastWhen(approve.mutateAsync({ id }), () => t("service.approved"))}
        >
          {t("grant.approve")}
        </Button>
        <Button onClick={() => setRefusing(true)}>{t("grant.refuse")}</Button>
      </div>
      {refusing && (
        <ReasonSheet
          title={t("service.refuseSure", { name: service.name })}
          yes={t("grant.refuse")}
          busy={refuse.isPending}
          error={refuse.error}
          onClose={() => setRefusing(false)}
          onYes={async (note) => {
            const done = await refuse.mutateAsync({ id, note }).catch(() => undefined);
            if (done) setRefusing(false);
          }}
        />
      )}
    </section>
  );
}

function Revoke({ service }: { service: Service }) {
  const { t } = useWords();
  const revoke = useAction("serviceAccount.revoke");
  const [asked, setAsked] = useState(false);
  return (
    <section className={home["part"]} aria-labelledby="service-revoke">
      <h2 id="service-revoke">{t("service.revoke")}</h2>
      <p className={home["soft"]}>{t("service.revokeText")}</p>
      <div className={home["buttons"]}>
        <Button look="danger" onClick={() => setAsked(true)}>
          {t("service.revoke")}
        </Button>
      </div>
      {asked && (
        <ReasonSheet
          title={t("service.revokeSure", { name: service.name })}
          text={t("service.revokeText")}
          yes={t("service.revoke")}
          danger
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setAsked(false)}
          onYes={async (reason) => {
            const done = await revoke.mutateAsync({ id: service.id, reason }).catch(() => undefined);
            if (!done) return;
            showToast(t("service.revoked"));
            setAsked(false);
          }}
        />
      )}
    </section>
  );
}
