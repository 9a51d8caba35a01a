import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { randomKey } from "#web/intention.ts";
import { call, keyOf, useOperation } from "#web/call.ts";

/** How many notices are unread; undefined until it is known. Live events keep it true. */
export function useUnread(): number | undefined {
  return useOperation("notice.count", {}).data?.unread;
}

/** Whoever opens a matter knows what its notices say: they are marked as read, without a word. */
export function useReadMatter(matter: number): void {
  const queries = useQueryClient();
  const unread = useUnread() ?? 0;
  useEffect(() => {
    if (unread === 0) return;
    void call("notice.read", { matter }, { idempotencyKey: randomKey() }).then(
      (count) => {
        if (count.unread === unread) return undefined;
        queries.setQueryData(keyOf("notice.count", {}), count);
        return queries.invalidateQueries({ queryKey: ["notice.list"] });
      },
      // They stay unread until the next look.
      () => undefined,
    );
  }, [matter, unread, queries]);
}
