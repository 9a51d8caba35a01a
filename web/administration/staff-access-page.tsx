import { Link } from "@tanstack/react-router";
import { useWords } from "#web/i18n/index.ts";
import { AccessForm, AccessPage, PaperCodeField, PasswordField } from "#web/sign-in/access-page.tsx";
import styles from "#web/sign-in/sign-in.module.css";
import { useAccessForm } from "#web/sign-in/use-access-form.ts";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { TextField } from "#web/ui/field.tsx";
import { useTitle } from "#web/ui/use-title.ts";

const empty = { policeNumber: "", code: "", password: "" };

/** 民警首次登录: whoever holds the paper types police number and code, chooses a password, and is in. */
export function StaffAccessPage() {
  const { t } = useWords();
  const form = useAccessForm("staff.redeemCode", { empty, inputOf: (values) => values, onOpened: useEnter("/") });
  useTitle(t("staffAccess.title"));
  return (
    <AccessPage title={t("staffAccess.title")} text={t("staffAccess.text")} urgent>
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
        <PaperCodeField {...form.field("code")} label={t("firstAccess.code")} hint={t("firstAccess.codeHint")} />
        <PasswordField {...form.field("password")} isNew />
      </AccessForm>
    </AccessPage>
  );
}
