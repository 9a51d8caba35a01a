import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { contract } from "#capabilities/members/contract.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import { AccessForm, AccessPage, LoginField, PaperCodeField, PasswordField } from "#web/sign-in/access-page.tsx";
import { CodeField } from "#web/sign-in/code-field.tsx";
import styles from "#web/sign-in/sign-in.module.css";
import { useAccessForm } from "#web/sign-in/use-access-form.ts";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { RadioField, TextField } from "#web/ui/field.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Input = InputFor<"access.redeem">;

const empty = { uscc: "", code: "", dutyName: "", dutyPhone: "", login: "", password: "", proof: "" };

/** First access: whoever holds the paper types the code and chooses login and password, and is in. */
export function FirstAccessPage() {
  const { t } = useWords();
  const { firm } = useSearch({ strict: false });
  const [kind, setKind] = useState<Input["account"]["kind"]>("new");
  /** Whoever has a login may have a second factor: asked for when the server says so. */
  const [proofAsked, setProofAsked] = useState(false);
  const form = useAccessForm(contract["access.redeem"], {
    empty: { ...empty, uscc: typeof firm === "string" ? firm.slice(0, 18) : "" },
    inputOf: ({ uscc, code, login, password, dutyName, dutyPhone, proof }): Input =>
      kind === "new"
        ? {
            uscc,
            code,
            account: { kind, login, password, dutyName, dutyPhone: dutyPhone.trim() === "" ? null : dutyPhone },
          }
        : { uscc, code, account: { kind, login, password, ...(proofAsked && { code: proof }) } },
    onOpened: useEnter("/"),
    onRefused: ({ code }) => {
      if (code !== "second-factor-needed") return false;
      setProofAsked(true);
      return true;
    },
    // The second factor's own place; the code from paper stands beside it.
    placeOf: ({ code, path }) => (code === "secondFactor" ? "account.code" : path),
  });
  const isNew = kind === "new";
  useTitle(t("firstAccess.title"));
  return (
    <AccessPage title={t("firstAccess.title")} text={t("firstAccess.text")}>
      <AccessForm
        form={form}
        action={t("firstAccess.submit")}
        ways={
          <>
            <Link to="/staff-access" className={styles["paper"]}>
              {t("staffAccess.link")}
            </Link>
            <Link to="/sign-in" className={styles["paper"]}>
              {t("firstAccess.toSignIn")}
            </Link>
          </>
        }
      >
        <TextField
          {...form.field("uscc")}
          label={t("firstAccess.uscc")}
          hint={t("firstAccess.usccHint")}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
        />
        <PaperCodeField {...form.field("code")} label={t("firstAccess.code")} hint={t("firstAccess.codeHint")} />
        <RadioField
          label={t("firstAccess.kind")}
          choices={(["new", "own"] as const).map((value) => ({ value, label: t(`firstAccess.kind.${value}`) }))}
          value={kind}
          onChange={setKind}
        />
        {isNew && (
          <>
            <TextField
              {...form.field("dutyName", "account.dutyName")}
              label={t("firstAccess.dutyName")}
              hint={t("firstAccess.dutyNameHint")}
              autoComplete="off"
            />
            <TextField
              {...form.field("dutyPhone", "account.dutyPhone")}
              label={t("firstAccess.phone")}
              hint={t("firstAccess.phoneHint")}
              optional
              type="tel"
            />
          </>
        )}
        <LoginField {...form.field("login", "account.login")} isNew={isNew} />
        <PasswordField {...form.field("password", "account.password")} isNew={isNew} />
        {!isNew && proofAsked && <CodeField {...form.field("proof", "account.code")} />}
      </AccessForm>
    </AccessPage>
  );
}
