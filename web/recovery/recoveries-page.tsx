import type { UseQueryResult } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type CallError, useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { type GivenCode, RecoverySheet } from "#web/recovery/recovery-sheet.tsx";
import { ActionError } from "#web/staffing/action-error.tsx";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Confirm } from "#web/ui/confirm.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Open = OutputFor<"recovery.list">["items"][number];
type Person = OutputFor<"recovery.choices">["items"][number];

/** 找回账号: giving a code to somebody whom one knows, and confirming as a second person what another has given. */
export function RecoveriesPage() {
  const { t } = useWords();
  const search = useSearch({ strict: false });
  const firm = idOf(search["firm"]);
  const account = idOf(search["account"]);
  // Told once: it is kept nowhere, and a reload forgets it.
  const [code, setCode] = useState<GivenCode>();
  useTitle(t("recovery.title"));
  const open = useOperation("recovery.list", {});
  const isForbidden = useForbidden(open);
  if (isForbidden) return <NoPermission />;
  const back = firm !== undefined ? `/enterprises/${firm}/card` : `/administration/accounts/${account}`;
  return (
    <>
      <PageHead back={firm === undefined && account === undefined ? "/me" : back} title={t("recovery.title")} />
      <div className={home["page"]}>
        <section className={classNames(home["part"], "no-print")}>
          <h1>{t("recovery.heading")}</h1>
          <p>{t("recovery.intro")}</p>
          {firm !== undefined && <OfFirm firm={firm} given={code} onGiven={setCode} />}
          {firm === undefined && account !== undefined && <OfStaff account={account} given={code} onGiven={setCode} />}
        </section>
        {code !== undefined && <RecoverySheet code={code} />}
        <Waiting query={open} />
      </div>
    </>
  );
}

/** Anybody may have written the address. */
function idOf(value: unknown): number | undefined {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

interface Giving {
  readonly given: GivenCode | undefined;
  readonly onGiven: (code: GivenCode | undefined) => void;
}

function OfFirm({ firm, ...giving }: Giving & { firm: number }) {
  const query = useOperation("recovery.choices", { id: firm });
  return (
    <PageState query={query} skeleton="list">
      {({ items }) => <People items={items} {...giving} />}
    </PageState>
  );
}

/** One account of the staff, for whoever keeps it. */
function OfStaff({ account, ...giving }: Giving & { account: number }) {
  const query = useOperation("staff.get", { id: account });
  return (
    <PageState query={query} skeleton="list">
      {({ dutyName, roles, self, closedAt }) => (
        <People items={self || closedAt !== null ? [] : [{ accountId: account, dutyName, roles }]} {...giving} />
      )}
    </PageState>
  );
}

function People(props: Giving & { items: readonly Person[] }) {
  const { t, say } = useWords();
  const give = useAction("recovery.give");
  const [asked, setAsked] = useState<Person>();
  const go = async ({ accountId }: Person) => {
    setAsked(undefined);
    const made = await give.mutateAsync({ accountId }).catch(() => undefined);
    if (made) props.onGiven(made);
  };
  return (
    <>
      <h2>{t("recovery.who")}</h2>
      {props.items.length === 0 ? (
        <p className={home["soft"]}>{t("recovery.nobody")}</p>
      ) : (
        <ul className={home["rows"]}>
          {props.items.map((person) => (
            <li key={person.accountId} className={home["row"]}>
              <div className={home["grow"]}>
                <p>
                  <strong>{person.dutyName}</strong>
                </p>
                <p className={home["soft"]}>{person.roles.map((role) => say(`role.${role}`)).join("、")}</p>
              </div>
              <Button
                busy={give.isPending}
                aria-label={t("recovery.giveNamed", { name: person.dutyName })}
                onClick={() => setAsked(person)}
              >
                {t("recovery.give")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ActionError error={give.error} />
      {props.given !== undefined && (
        <div className={home["buttons"]}>
          <Button look="filled" icon="print" onClick={() => window.print()}>
            {t("recovery.print")}
          </Button>
          <Button onClick={() => props.onGiven(undefined)}>{t("card.putAway")}</Button>
        </div>
      )}
      <Confirm
        open={asked !== undefined}
        question={t("recovery.sure", { name: asked?.dutyName ?? "" })}
        yes={t("recovery.give")}
        onYes={() => asked && void go(asked)}
        onNo={() => setAsked(undefined)}
      >
        <p>{t("recovery.sureText")}</p>
      </Confirm>
    </>
  );
}

function Waiting({ query }: { query: UseQueryResult<OutputFor<"recovery.list">, CallError> }) {
  const { t } = useWords();
  return (
    <section className={classNames(home["part"], "no-print")} aria-labelledby="recovery-waiting">
      <h2 id="recovery-waiting">{t("recovery.waiting")}</h2>
      <PageState query={query} skeleton="list">
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="check" title={t("recovery.noneTitle")}>
              <p>{t("recovery.noneText")}</p>
            </Empty>
          ) : (
            <ul className={home["rows"]}>
              {items.map((one) => (
                <OpenRow key={one.id} one={one} />
              ))}
            </ul>
          )
        }
      </PageState>
    </section>
  );
}

function OpenRow({ one }: { one: Open }) {
  const { t, when } = useWords();
  const confirm = useAction("recovery.confirm");
  const end = useAction("recovery.end");
  const [asked, setAsked] = useState(false);
  const state =
    one.confirmedBy !== null
      ? t("recovery.confirmedBy", { name: one.confirmedBy })
      : t(one.mayConfirm ? "recovery.waitsForYou" : "recovery.waitsForOther");
  return (
    <li className={home["row"]}>
      <div className={home["grow"]}>
        <p>
          <strong>{one.dutyName}</strong> <span className={home["soft"]}>{one.place}</span>
        </p>
        <p className={home["soft"]}>
          {t("recovery.givenBy", { name: one.givenBy, when: when(one.givenAt), until: when(one.expiresAt) })}
        </p>
        <p>{state}</p>
        <ActionError error={confirm.error ?? end.error} />
      </div>
      <div className={home["buttons"]}>
        {one.mayConfirm && (
          <Button
            look="filled"
            busy={confirm.isPending}
            aria-label={t("recovery.confirmNamed", { name: one.dutyName })}
            onClick={() => setAsked(true)}
          >
            {t("recovery.confirm")}
          </Button>
        )}
        <Button
          look="quiet"
          busy={end.isPending}
          aria-label={t("recovery.endNamed", { name: one.dutyName })}
          onClick={() => toastWhen(end.mutateAsync({ id: one.id }), () => t("recovery.ended"))}
        >
          {t("recovery.end")}
        </Button>
      </div>
      <Confirm
        open={asked}
        question={t("recovery.confirmSure", { name: one.dutyName })}
        yes={t("recovery.confirm")}
        onYes={() => {
          setAsked(false);
          toastWhen(confirm.mutateAsync({ id: one.id }), () => t("recovery.confirmed"));
        }}
        onNo={() => setAsked(false)}
      >
        <p>{t("recovery.confirmText")}</p>
      </Confirm>
    </li>
  );
}
