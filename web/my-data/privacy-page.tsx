import { Link } from "@tanstack/react-router";
import { useOperation, useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { NoticeText } from "#web/my-data/notice-text.tsx";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 隐私告知 for whoever is signed in, who says that he has read it; that is no consent. */
export function PrivacyPage() {
  const { t, when } = useWords();
  const { kind } = useMe();
  const data = useOperation("myData.get", {});
  const note = useAction("myData.noteNotice");
  useTitle(t("privacy.title"));
  return (
    <>
      <PageHead back="/my-data" title={t("privacy.title")} />
      <PageState query={data}>
        {({ notice }) => (
          <div className={home["page"]}>
            <section className={home["part"]}>
              <h1>{t("privacy.title")}</h1>
              <NoticeText version={notice.version} sides={[kind === "member" ? "enterprise" : "police"]} />
              <p>
                <Link to="/openness">{t("openness.link")}</Link>
              </p>
            </section>
            <section className={home["part"]}>
              <p className={home["soft"]}>{t("privacy.notConsent")}</p>
              {notice.shownAt !== null ? (
                <p>{t("privacy.notedAt", { when: when(notice.shownAt) })}</p>
              ) : (
                <Button
                  look="filled"
                  wide
                  busy={note.isPending}
                  onClick={() => toastWhen(note.mutateAsync({ version: notice.version }), () => t("privacy.noted"))}
                >
                  {t("privacy.read")}
                </Button>
              )}
              {note.error !== null && <p role="alert">{t(`error.${note.error.code}`)}</p>}
            </section>
          </div>
        )}
      </PageState>
    </>
  );
}
