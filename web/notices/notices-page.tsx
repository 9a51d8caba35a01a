import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { call, type CallError, useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { type Notice, NoticeRow } from "#web/notices/notice-row.tsx";
import styles from "#web/notices/notices.module.css";
import { useUnread } from "#web/notices/use-unread.ts";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";

/** 消息: what the reader was told, newest first. */
export function NoticesPage() {
  const { t } = useWords();
  const wide = useWide();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const { items, page, query } = useNotices(unreadOnly);
  const unread = useUnread() ?? 0;
  const readAll = useAction("notice.read");
  const newest = items[0]?.id;
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
              onClick={() => readAll.mutate({ upTo: newest }, { onSuccess: () => showToast(t("notice.readAllDone")) })}
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
      <PageState query={page} skeleton="list">
        {(shown) => <Notices items={shown} unreadOnly={unreadOnly} />}
      </PageState>
      {query.hasNextPage && (
        <div className={styles["more"]}>
          <Button wide busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
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

/** Grows by the server's cursor; a notice that moved between two pages is shown once. */
function useNotices(unreadOnly: boolean) {
  const input = unreadOnly ? { unread: true } : {};
  const query = useInfiniteQuery<
    OutputFor<"notice.list">,
    CallError,
    { pages: OutputFor<"notice.list">[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ["notice.list", input, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("notice.list", pageParam === undefined ? input : { ...input, cursor: pageParam }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  const items = useMemo(
    () => [...new Map(query.data?.pages.flatMap((page) => page.items.map((item) => [item.id, item]))).values()],
    [query.data],
  );
  return {
    items,
    page: {
      data: query.data === undefined ? undefined : items,
      error: query.error,
      isFetching: query.isFetching,
      refetch: query.refetch,
    },
    query,
  };
}
