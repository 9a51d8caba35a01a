import { useState } from "react";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { type IssuedCode, showCode } from "#web/members/issued-code.ts";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Card = OutputFor<"access.card">;
type Place = Card["access"][number];

/** The two places that the police open: who fills each, which code is out, and a new one. */
export function IssueCodes({ card, issued }: { card: Card; issued: IssuedCode | undefined }) {
  const words = useWords();
  const { t, when } = words;
  const issue = useAction("access.issueCode");
  const revoke = useAction("access.revokeCode");
  const [asked, setAsked] = useState<Place>();
  const failure = issue.error ?? revoke.error;
  const go = async (role: Place["role"]) => {
    setAsked(undefined);
    const made = await issue.mutateAsync({ id: card.enterprise.id, role }).catch(() => undefined);
    if (made) showCode({ ...made, firm: card.enterprise.id, role });
  };
  const end = async (role: Place["role"]) => {
    const done = await revoke.mutateAsync({ id: card.enterprise.id, role }).catch(() => undefined);
    if (!done) return;
    showCode(undefined);
    showToast(t("card.revoked"));
  };
  return (
    <>
      <h2>{t("card.first")}</h2>
      <p className={home["soft"]}>{t("card.firstText")}</p>
      <ul className={home["rows"]}>
        {card.access.map((place) => (
          <li key={place.role} className={home["row"]}>
            <div className={home["grow"]}>
              <p>
                <strong>{t(`role.${place.role}`)}</strong>
              </p>
              <p className={home["soft"]}>
                {place.holders.length > 0 ? words.list(place.holders) : t("card.nobody")}
                {place.open !== null &&
                  ` · ${t("card.codeOut", { who: place.open.issuedBy, when: when(place.open.expiresAt) })}`}
              </p>
            </div>
            <div className={home["buttons"]}>
              {place.open !== null && (
                <Button look="quiet" busy={revoke.isPending} onClick={() => void end(place.role)}>
                  {t("card.revoke")}
                </Button>
              )}
              <Button
                busy={issue.isPending}
                onClick={() => (isPlain(place) ? void go(place.role) : setAsked(place))}
                aria-label={t("card.issueFor", { role: t(`role.${place.role}`) })}
              >
                {t("card.issue")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {failure !== null && <p role="alert">{t(`error.${failure.code}`)}</p>}
      {issued !== undefined && (
        <div className={home["buttons"]}>
          <Button look="filled" icon="print" onClick={() => window.print()}>
            {t("card.printCode")}
          </Button>
          <Button onClick={() => showCode(undefined)}>{t("card.putAway")}</Button>
        </div>
      )}
      <Confirm
        open={asked !== undefined}
        question={t("card.sure")}
        yes={t("card.issue")}
        onYes={() => asked && void go(asked.role)}
        onNo={() => setAsked(undefined)}
      >
        {asked?.open !== null && <p>{t("card.sureOpen")}</p>}
        {asked?.oneHolder === true && asked.holders.length > 0 && (
          <p>{t("card.sureRep", { who: words.list(asked.holders) })}</p>
        )}
      </Confirm>
    </>
  );
}

/** Nothing ends when the new code is printed or used. */
function isPlain(place: Place): boolean {
  return place.open === null && (!place.oneHolder || place.holders.length === 0);
}
