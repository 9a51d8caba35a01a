import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Account } from "#web/administration/account-page.tsx";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import paper from "#web/members/card.module.css";
import { QrCode } from "#web/members/qr-code.tsx";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { ActionError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Confirm } from "#web/ui/confirm.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";

type Code = OutputFor<"staff.issueCode">;

/** How somebody comes in: the first-access code on paper, the end of a lock-out and of all sessions. */
export function AccountAccess({ account }: { account: Account }) {
  const { t, when } = useWords();
  const issue = useAction("staff.issueCode");
  const unlock = useAction("staff.unlock");
  const end = useAction("staff.endSessions");
  const [ending, setEnding] = useState(false);
  // Told once: it is kept nowhere, and a reload forgets it.
  const [code, setCode] = useState<Code>();
  const go = async () => {
    const made = await issue.mutateAsync({ id: account.id }).catch(() => undefined);
    if (made) setCode(made);
  };
  return (
    <>
      <section className={classNames(home["part"], "no-print")} aria-labelledby="account-access">
        <h2 id="account-access">{t("account.access")}</h2>
        {account.locked && (
          <div className={lines["line"]}>
            <strong className={lines["gap"]}>{t("account.locked")}</strong>
            <Button
              busy={unlock.isPending}
              onClick={() => toastWhen(unlock.mutateAsync({ id: account.id }), () => t("account.unlocked"))}
            >
              {t("account.unlock")}
            </Button>
          </div>
        )}
        <Link to="/recoveries" search={{ account: account.id }} className={home["all"]}>
          {t("recovery.title")}
        </Link>
        <p className={home["soft"]}>{t("account.codeText")}</p>
        {account.code !== null && (
          <p>{t("account.codeOut", { who: account.code.issuedBy, when: when(account.code.expiresAt) })}</p>
        )}
        <ActionError error={issue.error ?? unlock.error ?? end.error} />
        <div className={home["buttons"]}>
          <Button busy={issue.isPending} onClick={() => void go()}>
            {t(account.code === null ? "account.issue" : "account.issueAgain")}
          </Button>
          {code !== undefined && (
            <>
              <Button look="filled" icon="print" onClick={() => window.print()}>
                {t("account.printCode")}
              </Button>
              <Button look="quiet" onClick={() => setCode(undefined)}>
                {t("account.putAway")}
              </Button>
            </>
          )}
          <Button onClick={() => setEnding(true)}>{t("account.endSessions")}</Button>
        </div>
        <Confirm
          open={ending}
          question={t("account.endSessionsSure", { name: account.dutyName })}
          yes={t("account.endSessions")}
          danger
          busy={end.isPending}
          onYes={() =>
            end.mutate(
              { id: account.id },
              { onSuccess: () => showToast(t("account.sessionsEnded")), onSettled: () => setEnding(false) },
            )
          }
          onNo={() => setEnding(false)}
        >
          <p>{t("account.endSessionsText")}</p>
        </Confirm>
      </section>
      {code !== undefined && <CodeSheet account={account} code={code} />}
    </>
  );
}

/** The paper with the code: seen now, and never again. */
function CodeSheet({ account, code }: { account: Account; code: Code }) {
  const { t, when } = useWords();
  const me = useMe();
  const address = `${window.location.origin}/staff-access`;
  return (
    <article className={classNames(paper["paper"], paper["a4"])} aria-label={t("account.codeHeading")}>
      <header>
        <h2>{t("account.codeHeading")}</h2>
        <p className={paper["motto"]}>
          {t("account.codeFor", { name: account.dutyName, number: account.policeNumber ?? "" })}
        </p>
      </header>
      <p className={paper["code"]} translate="no">
        {code.code}
      </p>
      <p>{t("account.codeUntil", { when: when(code.expiresAt) })}</p>
      <ol className={paper["steps"]}>
        <li>{t("account.codeStep1", { address })}</li>
        <li>{t("account.codeStep2")}</li>
      </ol>
      <footer className={paper["foot"]}>
        <QrCode text={address} label={t("account.codeHeading")} className={paper["qr"]} />
        <div>
          <p>{t("account.codeSafe")}</p>
          {me.demo && <p>{t("app.demo")}</p>}
        </div>
      </footer>
    </article>
  );
}
