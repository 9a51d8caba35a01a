import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { useMe } from "#web/session.tsx";
import { Button, type ButtonLook } from "#web/ui/button.tsx";
import { draftsOf } from "#web/ui/draft-store.ts";
import { Sheet } from "#web/ui/sheet.tsx";

/** Ends the session on the server and forgets everything that was read; drafts stay with their account. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    // Also when the server cannot be reached or knows of no session: this screen shows nothing more.
    await call("session.signOut", {}).catch(() => undefined);
    // Before the next page begins to ask for its own.
    queries.clear();
    await navigate({ to: "/sign-in", search: { why: "out" } });
  };
}

/** "退出"; whoever has something unsent says whether it stays on this device, which others may use too. */
export function SignOut({ look = "outline" }: { look?: ButtonLook }) {
  const { t } = useWords();
  const me = useMe();
  const signOut = useSignOut();
  const [unsent, setUnsent] = useState<readonly string[]>([]);
  const press = () => {
    const found = draftsOf(localStorage, me.accountId);
    if (found.length === 0) void signOut();
    else setUnsent(found);
  };
  const forget = () => {
    for (const name of unsent) localStorage.removeItem(name);
    void signOut();
  };
  return (
    <>
      <Button look={look} icon="out" onClick={press}>
        {t("app.signOut")}
      </Button>
      <Sheet
        open={unsent.length > 0}
        onClose={() => setUnsent([])}
        title={t("signOut.unsent", { count: unsent.length })}
        place="middle"
        foot={
          <>
            <Button look="filled" onClick={() => void signOut()}>
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
