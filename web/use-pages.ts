import { useInfiniteQuery } from "@tanstack/react-query";
import { call, type CallError } from "#web/call.ts";
import type { InputFor, OperationId, OutputFor } from "#web/operations.ts";

/** Operations that answer with a part of a list, and with where it goes on. */
type PagedId = {
  [Id in OperationId]: OutputFor<Id> extends { nextCursor: string | null } ? Id : never;
}[OperationId];

/**
 * A list that grows by the server's cursor. Its key begins with the operation, so live events refresh it like every
 * other list.
 */
export function usePages<Id extends PagedId>(
  id: Id,
  input: Omit<InputFor<Id>, "cursor">,
  {
    enabled = true,
    keepsOld = false,
  }: {
    enabled?: boolean;
    /** Another filter leaves the old rows on the screen until the new ones are there. */
    keepsOld?: boolean;
  } = {},
) {
  type Page = OutputFor<Id>;
  const query = useInfiniteQuery<Page, CallError, { pages: Page[] }, readonly unknown[], string | undefined>({
    enabled,
    queryKey: [id, input, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call(id, (pageParam === undefined ? input : { ...input, cursor: pageParam }) as InputFor<Id>, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...(keepsOld && { placeholderData: (before) => before }),
  });
  const { error, isFetching, refetch } = query;
  return {
    /** Undefined until the first one is there. */
    pages: query.data?.pages,
    /** For `PageState`: what was made of the pages, as one query. */
    as: <T>(data: T | undefined) => ({ data, error, isFetching, refetch }),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    /** The rows of an earlier filter are still shown. */
    isStale: query.isPlaceholderData,
  };
}

/** What moved between two pages while they were read is shown once, as it was read last. */
export function onceEach<Item extends { readonly id: number }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
