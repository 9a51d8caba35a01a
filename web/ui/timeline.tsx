import type { ReactNode } from "react";
import { classNames } from "#web/ui/class-names.ts";
import styles from "#web/ui/timeline.module.css";

/** A day's heading and its entries; children are `TimelineEntry`. */
export function TimelineDay({ day, children }: { day: string; children: ReactNode }) {
  return (
    <section className={styles["day"]}>
      <h3 className={styles["dayName"]}>{day}</h3>
      <ol className={styles["entries"]}>{children}</ol>
    </section>
  );
}

/** One thing that happened: when, what, and what was written. */
export function TimelineEntry(props: {
  /** Where to scroll to. */
  id: string;
  time: string;
  /** The instant for machines. */
  at: string;
  title: ReactNode;
  /** A mark beside the title: who alone can read it. */
  mark?: ReactNode;
  /** `main`: people's acts; `small`: reminders and the like; `latest`: hollow dot at the end of the line. */
  look?: "main" | "small";
  children?: ReactNode;
}) {
  return (
    <li id={props.id} className={classNames(styles["entry"], props.look === "small" && styles["small"])}>
      <p className={styles["title"]}>
        <time className={styles["time"]} dateTime={props.at}>
          {props.time}
        </time>{" "}
        <strong className={styles["what"]}>{props.title}</strong> {props.mark}
      </p>
      {props.children}
    </li>
  );
}

/** What was written in an entry; `inside` marks it as not seen by the other side. */
export function TimelineText({ inside = false, children }: { inside?: boolean; children: ReactNode }) {
  return <div className={classNames(styles["text"], inside && styles["inside"])}>{children}</div>;
}
