import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { call, type CallError } from "#web/call.ts";
import type { MatterHead } from "#matters/due-groups.ts";
import type { InputFor, OutputFor } from "#web/operations.ts";

export type MatterFilters = Omit<InputFor<"matter.list">, "cursor">;

/**
 * A list of matters that grows by the server's cursor. Its key begins with the operation, so live events refresh it
 * like every other list; a matter that moved between two pages is shown once.
 */
export function useMatterPages(filters: MatterFilters, enabled = true) {
  const query = useInfiniteQuery<
    OutputFor<"matter.list">,
    CallError,
    { pages: OutputFor<"matter.list">[] },
    readonly unknown[],
    string | undefined
  >({
    enabled,
    queryKey: ["matter.list", filters, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("matter.list", pageParam === undefined ? filters : { ...filters, cursor: pageParam }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Another filter keeps the old rows on the screen until the new ones are there.
    placeholderData: (before) => before,
  });
  const items = useMemo(() => onceEach(query.data?.pages.flatMap((page) => page.items) ?? []), [query.data]);
  const times = useMemo(
    () => new Map(query.data?.pages.flatMap((page) => page.items.map((head) => [head.id, page.serverTime] as const))),
    [query.data],
  );
  return {
    items,
    /** For `PageState`: the list as one query. */
    page: {
      data: query.data === undefined ? undefined : items,
      error: query.error,
      isFetching: query.isFetching,
      refetch: query.refetch,
    },
    /** The server's time at which the clocks of a matter were read. */
    readAt: (id: number) => times.get(id) ?? "",
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    /** The rows of an earlier filter are still shown. */
    isStale: query.isPlaceholderData,
  };
}

export type MatterPages = ReturnType<typeof useMatterPages>;

function onceEach(heads: readonly MatterHead[]): MatterHead[] {
  return [...new Map(heads.map((head) => [head.id, head])).values()];
}
