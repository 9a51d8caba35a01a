import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { call } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { Button, type ButtonLook } from "#web/ui/button.tsx";

/** Ends the session on the server and forgets everything that was read; drafts stay with their account. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    // Also when the server cannot be reached or knows of no session: this screen shows nothing more.
    await call("session.signOut", {}).catch(() => undefined);
    await navigate({ to: "/sign-in", search: { why: "out" } });
    queries.clear();
  };
}

/** "退出". */
export function SignOut({ look = "outline" }: { look?: ButtonLook }) {
  const { t } = useWords();
  const signOut = useSignOut();
  return (
    <Button look={look} icon="out" onClick={() => void signOut()}>
      {t("app.signOut")}
    </Button>
  );
}
