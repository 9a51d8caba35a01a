import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { TextKey } from "#web/i18n/texts.ts";
import { useMe } from "#web/session.tsx";

type SimpleDesk = "administration";

interface Offer {
  now: readonly TextKey[];
  not: TextKey;
}

const offers: Readonly<Record<SimpleDesk, Offer>> = {
  administration: {
    now: ["simple.administration.now1", "simple.administration.now2"],
    not: "simple.administration.not",
  },
};

/** A home for desks whose own screens come later: what this release has for them, and what it has not. */
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
      <section className={home["part"]} aria-labelledby="simple-now">
        <h2 id="simple-now">{t("simple.now")}</h2>
        <ul className={home["bullets"]}>
          {offer.now.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </section>
      <section className={home["part"]} aria-labelledby="simple-not">
        <h2 id="simple-not">{t("simple.notYet")}</h2>
        <p>{t(offer.not)}</p>
      </section>
    </div>
  );
}
