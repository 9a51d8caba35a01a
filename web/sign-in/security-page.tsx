import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { call, useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { IdentityPart } from "#web/sign-in/identity-part.tsx";
import { PasskeysPart } from "#web/sign-in/passkeys-part.tsx";
import { PasswordChange } from "#web/sign-in/password-change.tsx";
import { RecoveryCodes } from "#web/sign-in/recovery-codes.tsx";
import { SessionsPart } from "#web/sign-in/sessions-part.tsx";
import { TotpSetUp } from "#web/sign-in/totp-set-up.tsx";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Factors = OutputFor<"factor.get">;

/** How I sign in, and where I am signed in. */
export function SecurityPage() {
  const { t } = useWords();
  const query = useOperation("factor.get", {});
  useTitle(t("secure.title"));
  return (
    <>
      <PageHead back="/me" title={t("secure.title")} />
      <div className={home["page"]}>
        <section className={home["part"]}>
          <h1>{t("secure.title")}</h1>
          <p className={home["soft"]}>{t("secure.intro")}</p>
        </section>
        <PageState query={query} skeleton="list">
          {(known) => (
            <>
              <PasswordPart known={known} />
              <TotpPart known={known} />
              <PasskeysPart />
              <IdentityPart />
            </>
          )}
        </PageState>
        <SessionsPart />
      </div>
    </>
  );
}

function PasswordPart({ known }: { known: Factors }) {
  const { t, day } = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const { password } = known;
  const done = () => {
    setOpen(false);
    showToast(t("secure.passwordChanged"));
    void queries.invalidateQueries({ refetchType: "active" });
  };
  return (
    <section className={home["part"]} aria-labelledby="secure-password">
      <h2 id="secure-password">{t("signIn.password")}</h2>
      <p>
        {password === null
          ? t("secure.noPassword")
          : password.until === null
            ? t("secure.passwordSince", { day: day(shanghaiDay(new Date(password.since))) })
            : t("secure.passwordUntil", {
                day: day(shanghaiDay(new Date(password.since))),
                until: day(shanghaiDay(new Date(password.until))),
              })}
      </p>
      <div className={home["buttons"]}>
        <Button onClick={() => setOpen(true)}>
          {t(password === null ? "secure.setPassword" : "secure.changePassword")}
        </Button>
      </div>
      <Sheet open={open} onClose={() => setOpen(false)} title={t("secure.changePassword")}>
        <PasswordChange hasOld={password !== null} onDone={done} />
      </Sheet>
    </section>
  );
}

function TotpPart({ known }: { known: Factors }) {
  const words = useWords();
  const { t, day } = words;
  const queries = useQueryClient();
  const remove = useAction("totp.remove");
  const [open, setOpen] = useState<"setUp" | "remove">();
  const [codes, setCodes] = useState<readonly string[]>();
  const { totp } = known;
  const done = () => {
    setOpen(undefined);
    setCodes(undefined);
    void queries.invalidateQueries({ refetchType: "active" });
  };
  const [issue] = remove.error?.issues ?? [];
  const draw = async () => {
    const drawn = await call("recoveryCode.draw", {}).catch(() => undefined);
    if (drawn) setCodes(drawn.codes);
  };
  return (
    <section className={home["part"]} aria-labelledby="secure-totp">
      <h2 id="secure-totp">{t("secure.totp")}</h2>
      <p>
        {totp === null
          ? t("secure.totpOff")
          : t("secure.totpOn", { day: day(shanghaiDay(new Date(totp.since))), count: totp.codesLeft })}
      </p>
      {remove.error !== null && (
        <p role="alert">{issue === undefined ? t(`error.${remove.error.code}`) : issueWords(words, issue)}</p>
      )}
      <div className={home["buttons"]}>
        <Button onClick={() => setOpen("setUp")}>{t(totp === null ? "secure.totpSetUp" : "secure.totpRenew")}</Button>
        {totp !== null && (
          <>
            <Button onClick={() => void draw()}>{t("secure.drawCodes")}</Button>
            <Button look="quiet" onClick={() => setOpen("remove")}>
              {t("secure.totpRemove")}
            </Button>
          </>
        )}
      </div>
      <Sheet open={open === "setUp"} onClose={() => setOpen(undefined)} title={t("secure.totp")}>
        <TotpSetUp onDone={done} />
      </Sheet>
      <Sheet open={codes !== undefined} onClose={done} title={t("secure.drawCodes")}>
        {codes !== undefined && <RecoveryCodes codes={codes} onDone={done} />}
      </Sheet>
      <Confirm
        open={open === "remove"}
        question={t("secure.totpRemoveAsk")}
        yes={t("secure.totpRemove")}
        danger
        busy={remove.isPending}
        onYes={() => remove.mutate({}, { onSettled: () => setOpen(undefined) })}
        onNo={() => setOpen(undefined)}
      >
        <p>{t("secure.totpRemoveText")}</p>
      </Confirm>
    </section>
  );
}
