import { useState } from "react";
import { addDays, shanghaiDay, shanghaiMoment } from "#kernel/shanghai-time.ts";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import styles from "#web/staffing/staffing.module.css";
import { TextField } from "#web/ui/field.tsx";

/** A time from and to, as it stands in the four fields. */
export interface Span {
  readonly fromDay: string;
  readonly fromTime: string;
  readonly toDay: string;
  readonly toTime: string;
}

/** A span to be changed; at first from this morning to tomorrow's end of work. */
export function useSpan() {
  return useState<Span>(() => {
    const today = shanghaiDay(serverNow());
    return { fromDay: today, fromTime: "08:30", toDay: addDays(today, 1), toTime: "17:30" };
  });
}

/** Whether none of the four fields is empty. */
export const isWhole = (span: Span): boolean => Object.values(span).every((part) => part !== "");

/** The span as an operation takes it: two moments of Shanghai time. */
export function momentsOf(span: Span): { from: string; to: string } {
  return {
    from: shanghaiMoment(span.fromDay, span.fromTime).toISOString(),
    to: shanghaiMoment(span.toDay, span.toTime).toISOString(),
  };
}

interface Props {
  span: Span;
  onChange: (span: Span) => void;
  errorOf: (field: string) => string | undefined;
}

/** Day and hour from which and to which something holds: an absence, a duty lent. */
export function SpanFields({ span, onChange, errorOf }: Props) {
  const { t } = useWords();
  return (
    <div className={styles["pair"]}>
      <TextField
        label={t("absence.fromDay")}
        type="date"
        value={span.fromDay}
        onChange={(fromDay) => onChange({ ...span, fromDay })}
        error={errorOf("from")}
      />
      <TextField
        label={t("absence.fromTime")}
        type="time"
        value={span.fromTime}
        onChange={(fromTime) => onChange({ ...span, fromTime })}
      />
      <TextField
        label={t("absence.toDay")}
        type="date"
        value={span.toDay}
        onChange={(toDay) => onChange({ ...span, toDay })}
        error={errorOf("to")}
      />
      <TextField
        label={t("absence.toTime")}
        type="time"
        value={span.toTime}
        onChange={(toTime) => onChange({ ...span, toTime })}
      />
    </div>
  );
}
