import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { InviteForm } from "#web/members/invite-form.tsx";
import { MemberSheet } from "#web/members/member-sheet.tsx";
import styles from "#web/members/members.module.css";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { CallLink, Initial } from "#web/ui/person.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Members = OutputFor<"member.list">;
type Invitation = Members["invitations"][number];
/** A code that was just given: shown once, to be handed over. */
export interface GivenCode {
  readonly dutyName: string;
  readonly code: string;
  readonly expiresAt: string;
}

/** 本企业成员: who acts for the firm, who is invited; what may be changed depends on who looks. */
export function MembersPage() {
  const { t } = useWords();
  const members = useOperation("member.list", {});
  useTitle(t("members.title"));
  return (
    <>
      <PageHead back="/me" title={t("members.title")} />
      <PageState query={members}>{(data) => <MembersView members={data} />}</PageState>
    </>
  );
}

function MembersView({ members }: { members: Members }) {
  const { t, say, list } = useWords();
  const me = useMe();
  const [given, setGiven] = useState<GivenCode>();
  const [chosen, setChosen] = useState<number>();
  const [inviting, setInviting] = useState(false);
  const member = members.items.find((one) => one.accountId === chosen);
  return (
    <div className={home["page"]}>
      <section className={home["part"]} aria-labelledby="members-all">
        <h1 id="members-all" className={styles["head"]}>
          {me.enterprise?.name}
        </h1>
        <ul className={home["rows"]}>
          {members.items.map((one) => (
            <li key={one.accountId} className={home["row"]}>
              <Initial name={one.dutyName} />
              <div className={home["grow"]}>
                <p>
                  <strong>{one.dutyName}</strong>
                  {one.self && ` · ${t("members.self")}`}
                </p>
                <p className={home["soft"]}>{list(one.roles.map((role) => say(`role.${role}`)))}</p>
              </div>
              {one.phone !== null && !one.self && <CallLink phone={one.phone} name={one.dutyName} />}
              {(members.may === "decide" || one.self) && (
                <Button
                  look="quiet"
                  aria-label={t("members.changeNamed", { name: one.dutyName })}
                  onClick={() => setChosen(one.accountId)}
                >
                  {t("members.change")}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <p className={home["soft"]}>{t("members.rights")}</p>
      </section>
      {members.may !== "look" && (
        <section className={home["part"]} aria-labelledby="members-invited">
          <h2 id="members-invited">{t("members.invited")}</h2>
          {members.invitations.length === 0 && <p>{t("members.noneInvited")}</p>}
          <ul className={home["rows"]}>
            {members.invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                decides={members.may === "decide"}
                onGiven={setGiven}
              />
            ))}
          </ul>
          <Button look="filled" wide onClick={() => setInviting(true)}>
            {t(members.may === "decide" ? "members.invite" : "members.propose")}
          </Button>
        </section>
      )}
      <Sheet
        open={inviting}
        onClose={() => setInviting(false)}
        title={t(members.may === "decide" ? "members.invite" : "members.propose")}
        place="middle"
      >
        <InviteForm
          decides={members.may === "decide"}
          onDone={(code) => {
            setInviting(false);
            setGiven(code);
            if (code === undefined) showToast(t("members.proposed"));
          }}
        />
      </Sheet>
      {member !== undefined && (
        <MemberSheet member={member} decides={members.may === "decide"} onClose={() => setChosen(undefined)} />
      )}
      <GivenSheet given={given} onClose={() => setGiven(undefined)} />
    </div>
  );
}

function InvitationRow(props: { invitation: Invitation; decides: boolean; onGiven: (code: GivenCode) => void }) {
  const { invitation, decides, onGiven } = props;
  const { t, when } = useWords();
  const issue = useAction("member.issueCode");
  const end = useAction("member.endInvitation");
  const give = async () => {
    const made = await issue.mutateAsync({ id: invitation.id }).catch(() => undefined);
    if (made) onGiven({ ...made, dutyName: invitation.dutyName });
  };
  const failure = issue.error ?? end.error;
  return (
    <li className={styles["invitation"]}>
      <div>
        <p>
          <strong>{invitation.dutyName}</strong> · {t(`role.${invitation.role}`)}
        </p>
        <p className={home["soft"]}>
          {invitation.state === "open" && invitation.expiresAt !== null
            ? t("members.openUntil", { when: when(invitation.expiresAt) })
            : t(`members.state.${invitation.state}`, { who: invitation.by })}
        </p>
        {failure !== null && <p role="alert">{t(`error.${failure.code}`)}</p>}
      </div>
      <div className={home["buttons"]}>
        {decides && (
          <Button busy={issue.isPending} onClick={() => void give()}>
            {t(invitation.state === "proposed" ? "members.agree" : "members.newCode")}
          </Button>
        )}
        {(decides || invitation.own) && (
          <Button look="quiet" busy={end.isPending} onClick={() => end.mutate({ id: invitation.id })}>
            {t("members.takeBack")}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The code, once, with what to do with it. */
function GivenSheet({ given, onClose }: { given: GivenCode | undefined; onClose: () => void }) {
  const { t, when } = useWords();
  const firm = useOperation("enterprise.get", { id: useMe().enterprise?.id ?? 0 }, { enabled: given !== undefined });
  return (
    <Sheet
      open={given !== undefined}
      onClose={onClose}
      title={t("members.code", { name: given?.dutyName ?? "" })}
      place="middle"
      foot={<Button onClick={onClose}>{t("members.handedOver")}</Button>}
    >
      {given !== undefined && (
        <div className={styles["given"]}>
          <p className={styles["code"]} translate="no">
            {given.code}
          </p>
          <p>
            {t("me.uscc")} {firm.data?.uscc}
          </p>
          <p>{t("members.codeText", { address: `${window.location.origin}/first-access` })}</p>
          <p className={home["soft"]}>{t("members.codeOnce", { when: when(given.expiresAt) })}</p>
        </div>
      )}
    </Sheet>
  );
}
