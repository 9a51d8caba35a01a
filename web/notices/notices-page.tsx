import { useState } from "react";
import { useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { type Notice, NoticeRow } from "#web/notices/notice-row.tsx";
import styles from "#web/notices/notices.module.css";
import { useUnread } from "#web/notices/use-unread.ts";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";
import { onceEach, usePages } from "#web/use-pages.ts";

/** 消息: what the reader was told, newest first. */
export function NoticesPage() {
  const { t } = useWords();
  const wide = useWide();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const list = usePages("notice.list", unreadOnly ? { unread: true } : {}, { keepsOld: true });
  const items = list.pages && onceEach(list.pages.flatMap((page) => page.items));
  const unread = useUnread() ?? 0;
  const readAll = useAction("notice.read");
  const newest = items?.[0]?.id;
  useTitle(t("notice.title"));
  return (
    <div className={styles["page"]}>
      {!wide && <PageHead back="/" title={<span>{t("notice.title")}</span>} />}
      <header className={styles["head"]}>
        <h1 className={wide ? undefined : "visually-hidden"}>{t("notice.title")}</h1>
        <div className={styles["tools"]}>
          <Button aria-pressed={unreadOnly} onClick={() => setUnreadOnly(!unreadOnly)}>
            {t(unreadOnly ? "notice.all" : "notice.unreadOnly")}
          </Button>
          {unread > 0 && newest !== undefined && (
            <Button
              icon="check"
              busy={readAll.isPending}
              onClick={() => toastWhen(readAll.mutateAsync({ upTo: newest }), () => t("notice.readAllDone"))}
            >
              {t("notice.readAll")}
            </Button>
          )}
        </div>
        {readAll.error && (
          <p role="alert" className={styles["error"]}>
            {t(`error.${readAll.error.code}`)}
          </p>
        )}
      </header>
      <PageState query={list.as(items)} skeleton="list">
        {(shown) => <Notices items={shown} unreadOnly={unreadOnly} />}
      </PageState>
      {list.hasMore && (
        <div className={styles["more"]}>
          <Button wide busy={list.loadingMore} onClick={list.more}>
            {t("notice.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Notices({ items, unreadOnly }: { items: readonly Notice[]; unreadOnly: boolean }) {
  const { t } = useWords();
  if (items.length === 0) {
    return (
      <Empty icon="bell" title={t(unreadOnly ? "notice.emptyUnreadTitle" : "notice.emptyTitle")}>
        <p>{t("notice.emptyText")}</p>
      </Empty>
    );
  }
  return (
    <ul className={styles["rows"]}>
      {items.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </ul>
  );
}
