import { Link } from "@tanstack/react-router";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { addMonths } from "#metrics/month.ts";
import { useOperation } from "#web/call.ts";
import { findLeadTurn } from "#matters/due-groups.ts";
import home from "#web/home/home.module.css";
import { MatterLine } from "#web/home/matter-line.tsx";
import { useWords } from "#web/i18n/index.ts";
import { Beside } from "#web/month/figure-card.tsx";
import { changeOf, monthWords, moveOf, shownWords } from "#web/month/figure-words.ts";
import styles from "#web/month/month.module.css";
import { SponsoredPanel } from "#web/month/sponsored-panel.tsx";
import { StuckPanel } from "#web/month/stuck-panel.tsx";
import { serverNow } from "#web/server-time.ts";
import { useMe } from "#web/session.tsx";
import { buttonClass } from "#web/ui/button.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

const movesShown = 5;

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

/** The figures that changed most in the last month that is over. */
function Moved() {
  const words = useWords();
  const { t } = words;
  const month = addMonths(shanghaiDay(serverNow()).slice(0, 7), -1);
  const page = useOperation("metric.month", { month });
  return (
    <section className={home["part"]} aria-labelledby="moved">
      <h2 id="moved">{t("month.moved", { month: monthWords(words, month) })}</h2>
      <PageState query={page} skeleton="list">
        {({ figures }) => {
          const moved = figures
            .filter((figure) => moveOf(figure) > 0)
            .toSorted((left, right) => moveOf(right) - moveOf(left))
            .slice(0, movesShown);
          return (
            <>
              {moved.length === 0 && <p>{t("month.movedNone")}</p>}
              <ul className={home["rows"]}>
                {moved.map((figure) => {
                  const change = changeOf(words, figure, figure.previous);
                  return (
                    <li key={figure.id} className={styles["moved"]}>
                      <span>{words.say(`figure.${figure.id}`)}</span>
                      <strong>{shownWords(words, figure, figure.shown)}</strong>
                      {change !== undefined && (
                        <span>
                          {t("month.vsPrevious")} <span className={styles[change.tone]}>{change.text}</span>
                        </span>
                      )}
                      <Beside figure={figure} page={{ figures }} />
                    </li>
                  );
                })}
              </ul>
              <p className={home["buttons"]}>
                <Link to="/month/$month" params={{ month }} className={buttonClass("outline")}>
                  {t("month.toPage", { month: monthWords(words, month) })}
                </Link>
              </p>
            </>
          );
        }}
      </PageState>
    </section>
  );
}
