import { Outlet } from "@tanstack/react-router";
import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";
import { Empty, Loading, NotFound } from "#web/ui/page-state.tsx";

/** Everything stands inside. */
export function RootPage() {
  return <Outlet />;
}

/** An address that leads nowhere; says the same whoever asks. */
export function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  );
}

export function LoadingPage() {
  return <Loading />;
}

/** A page that broke while it was drawn: says what was kept, and reloads. */
export function CrashPage() {
  const { t } = useWords();
  return (
    <Empty
      icon="warning"
      title={t("state.errorTitle")}
      action={
        <Button look="filled" onClick={() => window.location.reload()}>
          {t("state.reload")}
        </Button>
      }
    >
      <p>{t("error.internal")}</p>
    </Empty>
  );
}
