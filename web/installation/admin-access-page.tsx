import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { contract } from "#capabilities/installation/contract.ts";
import { useWords } from "#web/i18n/index.ts";
import { AccessForm, AccessPage, LoginField, PaperCodeField, PasswordField } from "#web/sign-in/access-page.tsx";
import { useOperation } from "#web/call.ts";
import { useAccessForm } from "#web/sign-in/use-access-form.ts";
import { buttonClass } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { useTitle } from "#web/ui/use-title.ts";

const codeOfLink = () => window.location.hash.slice(1, 61);
const wholeCode = (code: string) => code.replaceAll(/[\s-]/g, "").length === 12;

/** Where a one-time link leads: its code stands behind `#`, which no server and no log is told. */
export function AdminAccessPage() {
  const { t, say } = useWords();
  const [done, setDone] = useState(false);
  const form = useAccessForm(contract["installation.redeemLink"], {
    empty: { code: codeOfLink(), dutyName: "", login: "", password: "" },
    inputOf: (values) => values,
    onOpened: () => {
      window.history.replaceState(null, "", window.location.pathname);
      setDone(true);
    },
  });
  // Of a link that is not good nothing is said before it is used, and then the same of all.
  const { code } = form.values;
  const link = useOperation(
    "installation.lookAtLink",
    { code },
    { enabled: !done && wholeCode(code), retry: false, staleTime: Infinity },
  );
  const office = wholeCode(code) ? link.data?.office : undefined;
  useTitle(t("adminAccess.title"));
  return (
    <AccessPage
      title={t("adminAccess.title")}
      text={t(done ? "adminAccess.done" : "adminAccess.text")}
      isNews={done}
      note={
        !done &&
        office !== undefined && (
          <p role="status">
            <strong>{t("adminAccess.for", { office: say(`adminAccess.office.${office}`) })}</strong>{" "}
            {say(`adminAccess.duty.${office}`)}
          </p>
        )
      }
      urgent={false}
    >
      {done ? (
        <Link to="/sign-in" className={buttonClass("filled")}>
          {t("adminAccess.toSignIn")}
        </Link>
      ) : (
        <AccessForm form={form} action={t("adminAccess.submit")}>
          <PaperCodeField {...form.field("code")} label={t("adminAccess.code")} hint={t("adminAccess.codeHint")} />
          <TextField
            {...form.field("dutyName")}
            label={t("firstAccess.dutyName")}
            hint={t("adminAccess.nameHint")}
            autoComplete="off"
          />
          <LoginField {...form.field("login")} isNew />
          <PasswordField {...form.field("password")} isNew />
        </AccessForm>
      )}
    </AccessPage>
  );
}
