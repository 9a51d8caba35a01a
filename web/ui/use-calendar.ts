import { useMemo } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";
import { useOperation } from "#web/call.ts";
import { useNow } from "#web/server-time.ts";
import { calendarFrom } from "#web/ui/clock.ts";

const aDay = 86_400_000;

/** The official working calendar of last, this and next year's days; undefined until it is there. */
export function useWorkCalendar(): WorkCalendar | undefined {
  const year = Number(shanghaiDay(useNow()).slice(0, 4));
  const now = useOperation("calendar.get", { year }, { staleTime: aDay });
  // Limits of December reach into January, and the first days of January look back.
  const next = useOperation("calendar.get", { year: year + 1 }, { staleTime: aDay });
  return useMemo(
    () =>
      now.data === undefined ? undefined : calendarFrom(next.data === undefined ? [now.data] : [now.data, next.data]),
    [now.data, next.data],
  );
}
