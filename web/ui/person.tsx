import type { ReactNode } from "react";
import type { OutputFor } from "#web/operations.ts";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { useWords } from "#web/i18n/index.ts";
import { useNow } from "#web/server-time.ts";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import styles from "#web/ui/person.module.css";

export type Contact = OutputFor<"project.list">["items"][number]["people"][number];

/** The first character of a duty name in a circle; never a picture of a person. */
export function Initial({ name }: { name: string }) {
  return (
    <span className={styles["initial"]} aria-hidden="true">
      {Array.from(name.trim())[0] ?? "·"}
    </span>
  );
}

/** Somebody by his function with whether he is there now, and a button that calls his duty telephone. */
export function ContactRow({ contact }: { contact: Contact }) {
  const { t } = useWords();
  return (
    <PersonRow
      name={contact.dutyName}
      place={`${t(`place.${contact.place}`)} · ${contact.unitName}`}
      phone={contact.phone}
    >
      <PresenceText contact={contact} />
    </PersonRow>
  );
}

/** A name, where it belongs, and the telephone; in a narrow place the number stands below the name. */
export function PersonRow(props: { name: string; place: string; phone: string | null; children?: ReactNode }) {
  return (
    <div className={styles["box"]}>
      <div className={styles["row"]}>
        <Initial name={props.name} />
        <div className={styles["who"]}>
          <p>
            <strong>{props.name}</strong> <span className={styles["place"]}>{props.place}</span>
          </p>
          {props.children}
        </div>
        {props.phone !== null && <CallLink phone={props.phone} name={props.name} />}
      </div>
    </div>
  );
}

/** "在岗，到 17:30"; derived from calendar and absences, nothing is tracked. */
export function PresenceText({ contact }: { contact: Pick<Contact, "presence" | "actsForA"> }) {
  const { t, when } = useWords();
  const today = shanghaiDay(useNow());
  const { state, until } = contact.presence;
  // The day is said only when it is another one.
  const timeWords = (at: string) => (shanghaiDay(new Date(at)) === today ? shanghaiTime(new Date(at)) : when(at));
  return (
    <p className={classNames(styles["presence"], styles[state])}>
      <span className={styles["dot"]} aria-hidden="true" />
      {until === null ? t(`presence.${state}`) : t(`presence.${state}Until`, { time: timeWords(until) })}
      {contact.actsForA && ` · ${t("presence.actsForA")}`}
    </p>
  );
}

/** Dials: a square on a phone; on a desk, where nobody dials with the screen, the number beside it. */
export function CallLink({ phone, name }: { phone: string; name: string }) {
  const { t } = useWords();
  // A masked number dials nobody.
  if (phone.includes("*")) return <span>{phone}</span>;
  return (
    <a
      className={styles["call"]}
      href={`tel:${phone.replaceAll(/[^\d+]/g, "")}`}
      aria-label={`${t("act.call", { name })} ${phone}`}
      title={phone}
    >
      <Icon name="phone" />
      <span className={styles["number"]}>{phone}</span>
    </a>
  );
}
