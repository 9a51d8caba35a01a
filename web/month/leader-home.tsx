import { Link } from "@tanstack/react-router";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { addMonths } from "#metrics/month.ts";
import { useOperation } from "#web/call.ts";
import { findLeadTurn } from "#matters/due-groups.ts";
import home from "#web/home/home.module.css";
import { MatterLine } from "#web/home/matter-line.tsx";
import { useWords } from "#web/i18n/index.ts";
import { monthWords } from "#web/month/figure-words.ts";
import styles from "#web/month/month.module.css";
import { MovedList } from "#web/month/moved-list.tsx";
import { SponsoredPanel } from "#web/month/sponsored-panel.tsx";
import { StuckPanel } from "#web/month/stuck-panel.tsx";
import { serverNow } from "#web/server-time.ts";
import { useMe } from "#web/session.tsx";
import { buttonClass } from "#web/ui/button.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** A leader's minute: where is it stuck, what did we promise, which figure moved? */
export function LeaderHome() {
  const { t } = useWords();
  const me = useMe();
  useTitle(t("month.leaderTitle"));
  return (
    <div className={styles["page"]}>
      <section className={home["part"]}>
        <h1>{t("month.leaderTitle")}</h1>
        <p>{t("month.hello", { name: me.dutyName })}</p>
      </section>
      <Climbed />
      <StuckPanel />
      <SponsoredPanel />
      <Moved />
    </div>
  );
}

/** What has come up to this desk for being late, the latest first. */
function Climbed() {
  const { t } = useWords();
  const list = useOperation("matter.list", { view: "mine", limit: 20 });
  return (
    <section className={home["part"]} aria-labelledby="climbed">
      <h2 id="climbed">{t("month.climbed")}</h2>
      <PageState query={list} skeleton="list">
        {({ items, serverTime }) =>
          items.length === 0 ? (
            <p>{t("month.climbedNone")}</p>
          ) : (
            <ul className={home["rows"]}>
              {items.map((head) => (
                <MatterLine key={head.id} head={head} turn={findLeadTurn(head.turns)} readAt={serverTime} />
              ))}
            </ul>
          )
        }
      </PageState>
    </section>
  );
}

/** The figures of the last month that is over which a leader should know of. */
function Moved() {
  const words = useWords();
  const { t } = words;
  const month = addMonths(shanghaiDay(serverNow()).slice(0, 7), -1);
  const page = useOperation("metric.month", { month });
  return (
    <section className={home["part"]} aria-labelledby="moved">
      <h2 id="moved">{t("month.moved", { month: monthWords(words, month) })}</h2>
      <PageState query={page} skeleton="list">
        {(data) => (
          <>
            <MovedList page={data} />
            <p className={home["buttons"]}>
              <Link to="/month/$month" params={{ month }} className={buttonClass("outline")}>
                {t("month.toPage", { month: monthWords(words, month) })}
              </Link>
            </p>
          </>
        )}
      </PageState>
    </section>
  );
}
