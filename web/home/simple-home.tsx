import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import { findLeadTurn } from "#web/home/due-groups.ts";
import { MatterLine } from "#web/home/matter-line.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { TextKey } from "#web/i18n/texts.ts";
import { useMe } from "#web/session.tsx";
import { buttonClass } from "#web/ui/button.tsx";
import { PageState } from "#web/ui/page-state.tsx";

type SimpleDesk = "leader" | "inspector" | "administration";

interface Offer {
  now: readonly TextKey[];
  not: TextKey;
  /** Whether matters can climb to this desk: then they are the first thing to see. */
  work: boolean;
  links: readonly { to: "/matters" | "/projects"; label: TextKey }[];
}

const offers: Readonly<Record<SimpleDesk, Offer>> = {
  leader: {
    now: ["simple.leader.now1", "simple.leader.now2", "simple.leader.now3"],
    not: "simple.leader.not",
    work: true,
    links: [
      { to: "/matters", label: "work.all" },
      { to: "/projects", label: "project.title" },
    ],
  },
  inspector: {
    now: ["simple.inspector.now1", "simple.inspector.now2"],
    not: "simple.inspector.not",
    work: false,
    links: [],
  },
  administration: {
    now: ["simple.administration.now1", "simple.administration.now2"],
    not: "simple.administration.not",
    work: false,
    links: [],
  },
};

/** A home for desks whose own screens come later: what this release has for them, what it has not, and the way there. */
export function SimpleHome({ desk }: { desk: SimpleDesk }) {
  const { t } = useWords();
  const me = useMe();
  const offer = offers[desk];
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t(`simple.${desk}.title`)}</h1>
        <p>{t("simple.hello", { name: me.dutyName })}</p>
      </section>
      {offer.work && <ClimbedMatters />}
      <section className={home["part"]} aria-labelledby="simple-now">
        <h2 id="simple-now">{t("simple.now")}</h2>
        <ul className={home["bullets"]}>
          {offer.now.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        {offer.links.length > 0 && (
          <div className={home["buttons"]}>
            {offer.links.map((link) => (
              <Link key={link.to} to={link.to} className={buttonClass("outline")}>
                {t(link.label)}
              </Link>
            ))}
          </div>
        )}
      </section>
      <section className={home["part"]} aria-labelledby="simple-not">
        <h2 id="simple-not">{t("simple.notYet")}</h2>
        <p>{t(offer.not)}</p>
      </section>
    </div>
  );
}

/** What has come up to this desk for being late, the latest first. */
function ClimbedMatters() {
  const { t } = useWords();
  const list = useOperation("matter.list", { view: "mine", limit: 20 });
  return (
    <section className={home["part"]} aria-labelledby="simple-climbed">
      <h2 id="simple-climbed">{t("simple.climbed")}</h2>
      <PageState query={list} skeleton="list">
        {({ items, serverTime }) =>
          items.length === 0 ? (
            <p>{t("simple.climbedNone")}</p>
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
