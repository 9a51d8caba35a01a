import { useParams } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import styles from "#web/administration/administration.module.css";
import { AccountAccess } from "#web/administration/account-access.tsx";
import { EditAccount } from "#web/administration/edit-account.tsx";
import { ProposalRows } from "#web/administration/proposal-rows.tsx";
import { ProposeGrant } from "#web/administration/propose-grant.tsx";
import { ReasonSheet } from "#web/administration/reason-sheet.tsx";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

export type Account = OutputFor<"staff.get">;
type Grant = Account["grants"][number];

/** One account of the staff: who it is, its rights with their grounds, how he comes in, and its end. */
export function AccountPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const query = useOperation("staff.get", { id });
  useTitle(query.data?.dutyName ?? t("account.title"));
  return (
    <>
      <PageHead back="/administration/accounts" title={t("account.title")} />
      <PageState query={query}>
        {(account) => (
          <div className={home["page"]}>
            <Head account={account} />
            <Grants account={account} />
            {account.closedAt === null && !account.self && (
              <>
                <AccountAccess account={account} />
                <Close account={account} />
              </>
            )}
          </div>
        )}
      </PageState>
    </>
  );
}

function Head({ account }: { account: Account }) {
  const { t, date } = useWords();
  const [editing, setEditing] = useState(false);
  const facts = [
    [t("account.number"), account.policeNumber],
    [t("admin.unit"), account.unit.name],
    [t("account.login"), account.login],
    [t("account.phone"), account.dutyPhone],
  ].filter(([, value]) => value !== null);
  return (
    <section className={home["part"]}>
      <div className={home["between"]}>
        <h1>{account.dutyName}</h1>
        {account.closedAt === null && !account.self && (
          <Button className="no-print" onClick={() => setEditing(true)}>
            {t("account.change")}
          </Button>
        )}
      </div>
      <dl className={home["facts"]}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {account.closedAt !== null && (
        <p className={tables["gap"]}>{t("account.closedOn", { day: date(shanghaiDay(new Date(account.closedAt))) })}</p>
      )}
      {account.self && <p className={home["soft"]}>{t("account.self")}</p>}
      {editing && <EditAccount account={account} onClose={() => setEditing(false)} />}
    </section>
  );
}

function Grants({ account }: { account: Account }) {
  const { t, say } = useWords();
  const [proposing, setProposing] = useState(false);
  const [ending, setEnding] = useState<Grant>();
  const revoke = useAction("grant.revoke");
  const may = account.closedAt === null && !account.self;
  const waiting = account.proposals.filter((one) => one.state === "PROPOSED");
  return (
    // The paper with a first code is its holder's: whose it is, and the code.
    <section className={classNames(home["part"], "no-print")} aria-labelledby="account-grants">
      <div className={home["between"]}>
        <h2 id="account-grants">{t("account.grants")}</h2>
        {may && <Button onClick={() => setProposing(true)}>{t("account.propose")}</Button>}
      </div>
      {account.grants.length === 0 && waiting.length === 0 && <p>{t("account.noGrants")}</p>}
      {waiting.length > 0 && <ProposalRows items={waiting} withName={false} />}
      <ul className={home["rows"]}>
        {account.grants.map((grant) => (
          <GrantRow key={grant.id} grant={grant} {...(may && { onRevoke: () => setEnding(grant) })} />
        ))}
      </ul>
      {proposing && <ProposeGrant account={account} onClose={() => setProposing(false)} />}
      {ending !== undefined && (
        <ReasonSheet
          title={t("account.revokeSure", { role: say(`role.${ending.role}`) })}
          text={t("account.revokeEffect")}
          yes={t("account.revoke")}
          danger
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setEnding(undefined)}
          onYes={async (reason) => {
            const done = await revoke
              .mutateAsync({ id: account.id, grantId: ending.id, reason })
              .catch(() => undefined);
            if (!done) return;
            showToast(t("account.revoked"));
            setEnding(undefined);
          }}
        />
      )}
    </section>
  );
}

function GrantRow({ grant, onRevoke }: { grant: Grant; onRevoke?: () => void }) {
  const { t, say, date } = useWords();
  const from = date(shanghaiDay(new Date(grant.from)));
  const over = grant.to !== null && new Date(grant.to) <= serverNow();
  return (
    <li className={tables["line"]}>
      <div className={styles["words"]}>
        <p>
          <strong>{say(`role.${grant.role}`)}</strong> <span className={home["soft"]}>{grant.unit.name}</span>
        </p>
        <p className={home["soft"]}>
          {grant.to === null
            ? t("account.from", { day: from })
            : t("account.span", { from, to: lastDay(date, grant.to) })}
          {" · "}
          {t(grant.inForce ? "account.inForce" : over ? "account.over" : "account.notYet")}
        </p>
        <p className={home["soft"]}>
          {grant.proposedBy !== null && grant.approvedBy !== null
            ? t("account.twoPersons", { asked: grant.proposedBy, approved: grant.approvedBy })
            : t("account.fromList")}
          {grant.reason !== null && ` · ${grant.reason}`}
        </p>
        {grant.endedBy !== null && grant.endReason !== null && (
          <p className={home["soft"]}>{t("account.endedBy", { name: grant.endedBy, reason: grant.endReason })}</p>
        )}
      </div>
      {onRevoke !== undefined && !over && (
        <Button
          look="quiet"
          onClick={onRevoke}
          aria-label={t("account.revokeSure", { role: say(`role.${grant.role}`) })}
        >
          {t("account.revoke")}
        </Button>
      )}
    </li>
  );
}

/** An end at midnight belongs to the day before it. */
function lastDay(date: (day: string) => string, at: string): string {
  const end = new Date(at);
  const day = shanghaiDay(end);
  return date(shanghaiDay(new Date(end.getTime() - 1)) === day ? day : addDays(day, -1));
}

function Close({ account }: { account: Account }) {
  const { t } = useWords();
  const close = useAction("staff.close");
  const [asked, setAsked] = useState(false);
  return (
    <section className={classNames(home["part"], "no-print")} aria-labelledby="account-close">
      <h2 id="account-close">{t("account.close")}</h2>
      <p className={home["soft"]}>{t("account.closeText")}</p>
      <div className={home["buttons"]}>
        <Button look="danger" onClick={() => setAsked(true)}>
          {t("account.close")}
        </Button>
      </div>
      {asked && (
        <ReasonSheet
          title={t("account.closeSure", { name: account.dutyName })}
          text={t("account.closeText")}
          yes={t("account.close")}
          danger
          busy={close.isPending}
          error={close.error}
          onClose={() => setAsked(false)}
          onYes={async (reason) => {
            const done = await close.mutateAsync({ id: account.id, reason }).catch(() => undefined);
            if (!done) return;
            showToast(t("account.closed"));
            setAsked(false);
          }}
        />
      )}
    </section>
  );
}
