import { Link, useSearch } from "@tanstack/react-router";
import { contract } from "#capabilities/recovery/contract.ts";
import { useWords } from "#web/i18n/index.ts";
import { AccessForm, AccessPage, LoginField, PaperCodeField, PasswordField } from "#web/sign-in/access-page.tsx";
import styles from "#web/sign-in/sign-in.module.css";
import { useAccessForm } from "#web/sign-in/use-access-form.ts";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { useTitle } from "#web/ui/use-title.ts";

/** 找回账号: whoever has lost password and factor types login and code from the paper, and chooses a new password. */
export function RecoverPage() {
  const { t } = useWords();
  const search = useSearch({ strict: false });
  const form = useAccessForm(contract["recovery.use"], {
    empty: {
      login: typeof search["login"] === "string" ? search["login"].slice(0, 100) : "",
      code: "",
      password: "",
    },
    inputOf: (values) => ({ ...values, login: values.login.trim() }),
    onOpened: useEnter("/"),
  });
  useTitle(t("recover.title"));
  return (
    <AccessPage title={t("recover.title")} text={t("recover.text")}>
      <AccessForm
        form={form}
        action={t("recover.submit")}
        ways={
          <Link to="/sign-in" className={styles["paper"]}>
            {t("recover.toSignIn")}
          </Link>
        }
      >
        <LoginField {...form.field("login")} isNew={false} />
        <PaperCodeField {...form.field("code")} label={t("recover.code")} hint={t("firstAccess.codeHint")} />
        <PasswordField
          {...form.field("password")}
          isNew
          label={t("secure.newPassword")}
          hint={t("secure.newPasswordHint")}
        />
      </AccessForm>
    </AccessPage>
  );
}
