import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords, type Words } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { isWhole, momentsOf, SpanFields, useSpan } from "#web/staffing/span-fields.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField, TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Delegations = OutputFor<"delegation.list">;
type Duty = Pick<Delegations["lendable"][number], "duty" | "name">;

/** 委托: a duty of one's own lent to a colleague for a time; what I gave and what I was given. */
export function DelegationsPage() {
  const { t } = useWords();
  useTitle(t("delegation.title"));
  const query = useOperation("delegation.list", {});
  return (
    <>
      <PageHead back="/me" title={t("delegation.title")} />
      <div className={home["page"]}>
        <PageState query={query} skeleton="list">
          {(data) => (
            <>
              <section className={home["part"]}>
                <h1>{t("delegation.title")}</h1>
                {data.items.length === 0 && <p>{t("delegation.none")}</p>}
                <ul className={home["rows"]}>
                  {data.items.map((one) => (
                    <Row key={one.id} loan={one} />
                  ))}
                </ul>
              </section>
              {data.lendable.length > 0 && data.takers.length > 0 && <GiveForm data={data} />}
            </>
          )}
        </PageState>
      </div>
    </>
  );
}

function dutyWords({ find }: Pick<Words, "find">, { duty, name }: Duty): string {
  return `${name} · ${find(`delegation.duty.${duty}`) ?? duty}`;
}

function Row({ loan }: { loan: Delegations["items"][number] }) {
  const words = useWords();
  const { t, when } = words;
  const withdraw = useAction("delegation.withdraw");
  return (
    <li className={styles["line"]}>
      <div>
        <p>
          <strong>{dutyWords(words, loan.what)}</strong>
        </p>
        <p>{t(loan.given ? "delegation.givenTo" : "delegation.givenBy", { name: loan.other })}</p>
        <p className={home["soft"]}>
          {t("absence.span", { from: when(loan.from), to: when(loan.to) })} · {loan.reason}
        </p>
        <ActionError error={withdraw.error} />
      </div>
      <Button
        busy={withdraw.isPending}
        onClick={() => toastWhen(withdraw.mutateAsync({ id: loan.id }), () => t("delegation.withdrawn"))}
      >
        {t(loan.given ? "delegation.withdraw" : "delegation.giveBack")}
      </Button>
    </li>
  );
}

function GiveForm({ data }: { data: Delegations }) {
  const words = useWords();
  const { t } = words;
  const [principal, setPrincipal] = useState<string | null>(null);
  const [taker, setTaker] = useState<string | null>(null);
  const [span, setSpan] = useSpan();
  const [reason, setReason] = useState("");
  const give = useAction("delegation.give");
  const errorOf = useFieldError(give.error);
  const complete = principal !== null && taker !== null && isWhole(span);
  const send = () =>
    give.mutate(
      {
        principalId: Number(principal),
        toAccountId: Number(taker),
        ...momentsOf(span),
        reason,
      },
      {
        onSuccess: () => {
          showToast(t("delegation.given"));
          setReason("");
        },
      },
    );
  return (
    <section className={home["part"]} aria-labelledby="delegation-give">
      <h2 id="delegation-give">{t("delegation.give")}</h2>
      <p className={home["soft"]}>{t("delegation.effect")}</p>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <SelectField
          label={t("delegation.what")}
          value={principal}
          onChange={setPrincipal}
          error={errorOf("principalId")}
          choices={data.lendable.map((one) => ({ value: String(one.principalId), label: dutyWords(words, one) }))}
        />
        <SelectField
          label={t("delegation.taker")}
          value={taker}
          onChange={setTaker}
          error={errorOf("toAccountId")}
          choices={data.takers.map((one) => ({
            value: String(one.accountId),
            label: `${one.dutyName} · ${one.unitName}`,
          }))}
        />
        <SpanFields span={span} onChange={setSpan} errorOf={errorOf} />
        <TextField label={t("staffing.why")} value={reason} onChange={setReason} error={errorOf("reason")} />
        <ActionError error={give.error} except={["principalId", "toAccountId", "from", "to", "reason"]} />
        <div className={home["buttons"]}>
          <Button look="filled" type="submit" busy={give.isPending} disabled={!complete}>
            {t("delegation.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}
