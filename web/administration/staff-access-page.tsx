import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { accountContract } from "#capabilities/administration/account-contract.ts";
import { useWords } from "#web/i18n/index.ts";
import { AccessForm, AccessPage, PaperCodeField, PasswordField } from "#web/sign-in/access-page.tsx";
import { CodeField } from "#web/sign-in/code-field.tsx";
import styles from "#web/sign-in/sign-in.module.css";
import { useAccessForm } from "#web/sign-in/use-access-form.ts";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { TextField } from "#web/ui/field.tsx";
import { useTitle } from "#web/ui/use-title.ts";

const empty = { policeNumber: "", code: "", password: "", proof: "" };

/** 民警首次登录: whoever holds the paper types police number and code, chooses a password, and is in. */
export function StaffAccessPage() {
  const { t } = useWords();
  /** Whoever was here before may have a second factor: asked for when the server says so. */
  const [proofAsked, setProofAsked] = useState(false);
  const form = useAccessForm(accountContract["staff.redeemCode"], {
    empty,
    inputOf: ({ proof, ...values }) => ({ ...values, ...(proofAsked && { proof }) }),
    onOpened: useEnter("/"),
    onRefused: ({ code, reason }) => {
      if (code !== "second-factor-needed" || reason !== "code") return false;
      setProofAsked(true);
      return true;
    },
    // The second factor's own place; the code from paper stands beside it.
    placeOf: ({ code, path }) => (code === "secondFactor" ? "proof" : path),
  });
  useTitle(t("staffAccess.title"));
  return (
    <AccessPage title={t("staffAccess.title")} text={t("staffAccess.text")}>
      <AccessForm
        form={form}
        action={t("staffAccess.submit")}
        ways={
          <Link to="/sign-in" className={styles["paper"]}>
            {t("firstAccess.toSignIn")}
          </Link>
        }
      >
        <TextField
          {...form.field("policeNumber")}
          label={t("account.number")}
          autoComplete="username"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={60}
        />
        <PaperCodeField {...form.field("code")} label={t("account.codeHeading")} hint={t("firstAccess.codeHint")} />
        <PasswordField {...form.field("password")} isNew />
        {proofAsked && <CodeField {...form.field("proof")} />}
      </AccessForm>
    </AccessPage>
  );
}
