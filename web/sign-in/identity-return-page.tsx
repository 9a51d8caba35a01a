import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { CallError, call } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import { AccessPage } from "#web/sign-in/access-page.tsx";
import { CodeField } from "#web/sign-in/code-field.tsx";
import { FirmChoice } from "#web/sign-in/firm-choice.tsx";
import { type Journey, keepJourney, seeJourney, takeJourney } from "#web/sign-in/identity-journey.ts";
import { identityRefusal } from "#web/sign-in/identity-words.ts";
import styles from "#web/sign-in/sign-in.module.css";
import { useEnter } from "#web/sign-in/use-enter.ts";
import { Button } from "#web/ui/button.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Arrived = Journey & { readonly answer: string };

/** Where a provider sends the browser back to: signs in, or goes on to the page on which a link is made. */
export function IdentityReturnPage() {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const [journey, setJourney] = useState<Arrived>();
  const [code, setCode] = useState<string>();
  const [codeError, setCodeError] = useState<string>();
  const [firms, setFirms] = useState<readonly { id: number; name: string }[]>([]);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(true);
  const begun = useRef(false);
  const [back] = useState(() => seeJourney()?.back);
  const enter = useEnter(back);
  useTitle(t("signIn.title"));

  const signIn = async (arrived: Arrived, more: { code?: string; enterpriseId?: number } = {}) => {
    setBusy(true);
    setCodeError(undefined);
    try {
      const { provider, ticket, answer } = arrived;
      await enter(await call("identity.signIn", { provider, ticket, answer, ...more }));
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      const [issue] = cause.issues;
      if (cause.code === "second-factor-needed" && cause.reason === "code") setCode("");
      else if (issue?.code === "secondFactor") setCodeError(issueWords(words, issue));
      else if (issue?.choices !== undefined && issue.choices.length > 0) setFirms(issue.choices);
      else setError(identityRefusal(words, cause));
    } finally {
      setBusy(false);
    }
  };

  const arrive = () => {
    const answer = window.location.search;
    const taken = takeJourney();
    // The answer does not stay in the address.
    window.history.replaceState(window.history.state, "", window.location.pathname);
    if (taken === undefined || answer === "" || !window.location.pathname.endsWith(`/${taken.provider}`)) {
      setError(t("identity.reason.ticketOver"));
      setBusy(false);
      return;
    }
    const arrived = { ...taken, answer };
    setJourney(arrived);
    if (taken.purpose === "signIn") return void signIn(arrived);
    keepJourney(arrived);
    void navigate({ to: "/me/security", replace: true });
  };
  useEffect(() => {
    // Once, however often the page is drawn: the answer is good for one look.
    if (begun.current) return;
    begun.current = true;
    arrive();
  });

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (journey && code !== undefined && code.trim() !== "") void signIn(journey, { code });
  };
  const choose = (enterpriseId: number) => {
    if (journey) void signIn(journey, { enterpriseId, ...(code !== undefined && { code }) });
  };
  return (
    <AccessPage title={t("signIn.title")}>
      <section className={styles["form"]}>
        {error !== undefined ? (
          <>
            <p className={styles["error"]} role="alert">
              {error}
            </p>
            <Link to="/sign-in" className={styles["paper"]}>
              {t("identity.otherWay")}
            </Link>
          </>
        ) : firms.length > 0 ? (
          <FirmChoice firms={firms} busy={busy} onChoose={choose} />
        ) : code !== undefined ? (
          <form className={styles["fields"]} noValidate onSubmit={send}>
            <CodeField value={code} onChange={setCode} error={codeError} />
            <Button type="submit" look="filled" wide busy={busy}>
              {t("signIn.submit")}
            </Button>
          </form>
        ) : (
          <p role="status">{t("identity.arriving")}</p>
        )}
      </section>
    </AccessPage>
  );
}
