import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { HotlineTabs } from "#web/hotline/hotline-tabs.tsx";
import styles from "#web/hotline/hotline.module.css";
import { isLate, lateness } from "#web/hotline/ticket-time.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { useNow } from "#web/server-time.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Ticket = OutputFor<"ticket.list">["items"][number];

/** 12345 工单: what has come from the hotline, what is due first on top. */
export function TicketsPage() {
  const { t } = useWords();
  const [closed, setClosed] = useState(false);
  const tickets = useOperation("ticket.list", { closed });
  useTitle(t("ticket.title"));
  const isForbidden = useForbidden(tickets);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      <HotlineTabs />
      <div className={styles["page"]}>
        <section className={home["part"]}>
          <div className={styles["head"]}>
            <h1>{t("ticket.title")}</h1>
            <div className={home["buttons"]}>
              <Link to="/hotline/new" className={buttonClass("outline")}>
                {t("ticket.enter")}
              </Link>
              <Link to="/imports" search={{ kind: "tickets" }} className={buttonClass("outline")}>
                {t("ticket.import")}
              </Link>
            </div>
          </div>
          <p className={home["soft"]}>{t("ticket.lead")}</p>
          <div className={styles["chips"]} role="group" aria-label={t("ticket.which")}>
            {[false, true].map((one) => (
              <button
                key={String(one)}
                type="button"
                className={styles["chip"]}
                aria-pressed={closed === one}
                onClick={() => setClosed(one)}
              >
                {t(one ? "ticket.closed" : "ticket.open")}
              </button>
            ))}
          </div>
        </section>
        <PageState query={tickets} skeleton="list">
          {(list) => <List key={String(closed)} list={list} closed={closed} />}
        </PageState>
      </div>
    </>
  );
}

function List({ list, closed }: { list: OutputFor<"ticket.list">; closed: boolean }) {
  const words = useWords();
  const { t, say } = words;
  const now = useNow();
  const [chosen, setChosen] = useState<string>();
  const lateOnes = list.items.filter((ticket) => isLate(ticket, now));
  const states = [...Map.groupBy(list.items, ({ state }) => state)];
  // A choice whose last ticket has gone on shows everything again.
  const show = chosen === "late" || states.some(([state]) => state === chosen) ? chosen : undefined;
  const shown = show === "late" ? lateOnes : list.items.filter(({ state }) => show === undefined || state === show);
  if (list.items.length === 0) {
    return (
      <Empty icon="check" title={t(closed ? "ticket.emptyClosed" : "ticket.emptyTitle")}>
        <p>{t("ticket.emptyText")}</p>
      </Empty>
    );
  }
  const chips: (readonly [string | undefined, string])[] = [
    [undefined, t("ticket.all", { count: list.items.length })],
    ...(lateOnes.length > 0 ? [["late", t("ticket.late", { count: lateOnes.length })] as const] : []),
    ...states.map(([state, all]) => [state, `${say(`hotline.stateShort.${state}`)} ${all.length}`] as const),
  ];
  return (
    <section className={home["part"]} aria-label={t("ticket.tab.list")}>
      <div className={styles["chips"]} role="group" aria-label={t("ticket.filter")}>
        {chips.map(([value, label]) => (
          <button
            key={value ?? "all"}
            type="button"
            className={styles["chip"]}
            aria-pressed={show === value}
            onClick={() => setChosen(value)}
          >
            {label}
          </button>
        ))}
      </div>
      {shown.length === 0 && <Empty icon="check" title={t("ticket.emptyTitle")} />}
      <ul className={styles["tickets"]}>
        {shown.map((ticket) => (
          <TicketLine key={ticket.id} ticket={ticket} now={now} />
        ))}
      </ul>
      {list.more && <p className={home["end"]}>{t("ticket.more", { count: list.items.length })}</p>}
      {show !== undefined && (
        <div className={home["buttons"]}>
          <Button onClick={() => setChosen(undefined)}>{t("ticket.showAll")}</Button>
        </div>
      )}
    </section>
  );
}

function TicketLine({ ticket, now }: { ticket: Ticket; now: Date }) {
  const words = useWords();
  const { t, say, when, due } = words;
  const told = lateness(words, ticket, now);
  const where = [ticket.projectName, ticket.unitName, ticket.place].filter((part) => part !== null);
  return (
    <li>
      <Link to="/matters/$id" params={{ id: String(ticket.id) }} className={styles["ticket"]}>
        <span className={styles["time"]}>
          <b className={told.late ? styles["late"] : undefined}>
            {told.late && <Icon name="warning" />} {told.text}
          </b>
          <span>
            {t(ticket.repliedAt === null ? "ticket.due" : "ticket.wasDue", { time: due(ticket.dueAt) })}
            {ticket.provisional && ` ${t("clock.provisional")}`}
          </span>
        </span>
        <span>
          <strong>{ticket.title}</strong>
          <span className={styles["line"]}>
            {" "}
            · {say(`hotline.stateShort.${ticket.state}`)} · {say(`hotline.form.class.${ticket.class}`)}
          </span>
          <p className={styles["line"]}>
            {ticket.subject} · {where.join(" · ")}
          </p>
          <p className={styles["line"]}>
            {t("ticket.came", { number: ticket.number, when: when(ticket.receivedAt) })}
            {ticket.cameLate && (
              <>
                {" "}
                · <span className={styles["late"]}>{t("ticket.cameLate")}</span>
              </>
            )}
          </p>
        </span>
      </Link>
    </li>
  );
}
