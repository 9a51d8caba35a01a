import { useState } from "react";
import { factorContract } from "#access/factor-contract.ts";
import { useWords } from "#web/i18n/index.ts";
import { useAccessForm } from "#web/sign-in/use-access-form.ts";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import styles from "#web/sign-in/sign-in.module.css";

/** Another password, with the old one where there is one. */
export function PasswordChange({ hasOld, onDone }: { hasOld: boolean; onDone: () => void }) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  const { busy, failure, field, submit } = useAccessForm(factorContract["password.change"], {
    empty: { old: "", password: "" },
    inputOf: ({ old, password }) => ({ password, ...(hasOld && { old }) }),
    onOpened: onDone,
  });
  const type = shown ? "text" : "password";
  return (
    <form className={styles["fields"]} noValidate onSubmit={submit}>
      {hasOld && (
        <TextField
          label={t("secure.oldPassword")}
          type={type}
          {...field("old")}
          autoComplete="current-password"
          maxLength={200}
        />
      )}
      <TextField
        label={t("secure.newPassword")}
        hint={t("secure.newPasswordHint")}
        type={type}
        {...field("password")}
        autoComplete="new-password"
        maxLength={200}
      />
      <Button look="quiet" className={styles["show"]} aria-pressed={shown} onClick={() => setShown(!shown)}>
        {t(shown ? "signIn.hide" : "signIn.show")}
      </Button>
      {failure !== undefined && (
        <p className={styles["error"]} role="alert">
          {failure}
        </p>
      )}
      <Button type="submit" look="filled" busy={busy}>
        {t("secure.changePassword")}
      </Button>
    </form>
  );
}
