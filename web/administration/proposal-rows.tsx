import { useState } from "react";
import styles from "#web/administration/administration.module.css";
import { ReasonSheet } from "#web/administration/reason-sheet.tsx";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";

export type Proposal = OutputFor<"grant.list">["items"][number];

/** Proposed rights, each with what the reader may do about it. */
export function ProposalRows({ items, withName = true }: { items: readonly Proposal[]; withName?: boolean }) {
  return (
    <ul className={home["rows"]}>
      {items.map((one) => (
        <Row key={one.id} proposal={one} withName={withName} />
      ))}
    </ul>
  );
}

function Row({ proposal, withName }: { proposal: Proposal; withName: boolean }) {
  const { t, say, date, when } = useWords();
  const { account, role, unit, from, to } = proposal;
  return (
    <li className={lines["line"]}>
      <div className={styles["words"]}>
        <p>
          {withName && (
            <>
              <strong>{account.dutyName}</strong> <span className={home["soft"]}>{account.policeNumber}</span>
              <br />
            </>
          )}
          {t("grant.at", { role: say(`role.${role}`), unit: unit.name })} ·{" "}
          {to === null ? t("account.from", { day: date(from) }) : t("account.span", { from: date(from), to: date(to) })}
        </p>
        <p className={home["soft"]}>
          {proposal.reason} · {t("grant.proposedBy", { name: proposal.proposedBy, when: when(proposal.proposedAt) })}
        </p>
        {proposal.state !== "PROPOSED" && proposal.decidedBy !== null && proposal.decidedAt !== null && (
          <p className={home["soft"]}>
            {t(`grant.state.${proposal.state}`, { name: proposal.decidedBy, when: when(proposal.decidedAt) })}
            {proposal.note !== null && ` · ${proposal.note}`}
          </p>
        )}
      </div>
      {proposal.state === "PROPOSED" && <Acts proposal={proposal} />}
    </li>
  );
}

function Acts({ proposal }: { proposal: Proposal }) {
  const { t } = useWords();
  const approve = useAction("grant.approve");
  const refuse = useAction("grant.refuse");
  const withdraw = useAction("grant.withdraw");
  const [refusing, setRefusing] = useState(false);
  const { id, may, account } = proposal;
  if (may.includes("withdraw")) {
    return (
      <div>
        <p className={home["soft"]}>{t("grant.needsOther")}</p>
        <Button
          look="quiet"
          busy={withdraw.isPending}
          onClick={() => toastWhen(withdraw.mutateAsync({ id }), () => t("grant.withdrawn"))}
        >
          {t("grant.withdraw")}
        </Button>
        <ActionError error={withdraw.error} />
      </div>
    );
  }
  if (!may.includes("decide")) return <p className={home["soft"]}>{t("grant.needsOther")}</p>;
  return (
    <div className={home["buttons"]}>
      <Button
        look="filled"
        busy={approve.isPending}
        aria-label={t("grant.approveNamed", { name: account.dutyName })}
        onClick={() => toastWhen(approve.mutateAsync({ id }), () => t("grant.approved"))}
      >
        {t("grant.approve")}
      </Button>
      <Button onClick={() => setRefusing(true)}>{t("grant.refuse")}</Button>
      <ActionError error={approve.error} />
      {refusing && (
        <ReasonSheet
          title={t("grant.refuseSure", { name: account.dutyName })}
          yes={t("grant.refuse")}
          busy={refuse.isPending}
          error={refuse.error}
          onClose={() => setRefusing(false)}
          onYes={async (note) => {
            const done = await refuse.mutateAsync({ id, note }).catch(() => undefined);
            if (done) showToast(t("grant.refused"));
          }}
        />
      )}
    </div>
  );
}
