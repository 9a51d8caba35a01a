import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call, CallError } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { forgetPersons, storeOf } from "#web/kept.ts";
import { useMe } from "#web/session.tsx";
import { Button, type ButtonLook } from "#web/ui/button.tsx";
import { draftsOf } from "#web/ui/draft-store.ts";
import { Sheet } from "#web/ui/sheet.tsx";

/**
 * Ends the session on the server and forgets everything that was read; drafts stay with their account. False: the server
 * has not heard of it, and whoever comes next would be in.
 */
function useSignOut(): () => Promise<boolean> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await call("session.signOut", {});
    } catch (error) {
      // A server that knows of no session any more has nothing to end.
      if (!(error instanceof CallError && error.code === "not-signed-in")) return false;
    }
    // Before the next page begins to ask for its own.
    queries.clear();
    await navigate({ to: "/sign-in", search: { why: "out" } });
    // Only now: a list that is leaving the screen still notes how far it was scrolled.
    forgetPersons();
    return true;
  };
}

/** "退出"; whoever has something unsent says whether it stays on this device, which others may use too. */
export function SignOut({ look = "outline" }: { look?: ButtonLook }) {
  const { t } = useWords();
  const me = useMe();
  const signOut = useSignOut();
  const [unsent, setUnsent] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    setFailed(false);
    const done = await signOut();
    if (done) return;
    setUnsent([]);
    setFailed(true);
  };
  const press = () => {
    const found = draftsOf(storeOf("draft"), me.accountId);
    if (found.length === 0) void leave();
    else setUnsent(found);
  };
  const forget = () => {
    for (const name of unsent) storeOf("draft").removeItem(name);
    void leave();
  };
  return (
    <>
      <Button look={look} icon="out" onClick={press}>
        {t("app.signOut")}
      </Button>
      {failed && <p role="alert">{t("signOut.failed")}</p>}
      <Sheet
        open={unsent.length > 0}
        onClose={() => setUnsent([])}
        title={t("signOut.unsent", { count: unsent.length })}
        place="middle"
        foot={
          <>
            <Button look="filled" onClick={() => void leave()}>
              {t("signOut.keep")}
            </Button>
            <Button look="danger" onClick={forget}>
              {t("signOut.forget")}
            </Button>
          </>
        }
      >
        <p>{t("signOut.text")}</p>
      </Sheet>
    </>
  );
}
