import { Link } from "@tanstack/react-router";
import { useState } from "react";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { sameLooks } from "#web/my-data/looks.ts";
import styles from "#web/my-data/my-data.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { RadioField } from "#web/ui/field.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { usePages } from "#web/use-pages.ts";

type Look = OutputFor<"myData.looks">["items"][number];
type Of = "me" | "firm";

/** Each look by unit, time and purpose; for a firm's desk also those at the firm. */
export function LooksPart({ withFirm }: { withFirm: boolean }) {
  const { t } = useWords();
  const [of, setOf] = useState<Of>("me");
  const list = usePages("myData.looks", { of });
  return (
    <section className={home["part"]} aria-labelledby="data-looks">
      <h2 id="data-looks">{t("myData.looks")}</h2>
      <p className={home["soft"]}>{t("myData.looksText")}</p>
      {withFirm && (
        <RadioField
          inline
          label={t("myData.looksWhose")}
          choices={(["me", "firm"] as const).map((value) => ({ value, label: t(`myData.looksOf.${value}`) }))}
          value={of}
          onChange={setOf}
        />
      )}
      <PageState query={list.as(list.pages?.flatMap((page) => page.items))} skeleton="list">
        {(shown) =>
          shown.length === 0 ? (
            <Empty icon="eye" title={t("myData.looksEmpty")}>
              <p>{t("myData.looksEmptyText")}</p>
            </Empty>
          ) : (
            <ul className={home["rows"]}>
              {sameLooks(shown).map((look, index) => (
                <LookRow key={index} look={look} />
              ))}
            </ul>
          )
        }
      </PageState>
      {list.hasMore && (
        <Button wide busy={list.loadingMore} onClick={list.more}>
          {t("myData.more")}
        </Button>
      )}
    </section>
  );
}

function LookRow({ look }: { look: Look }) {
  const { t, say, when } = useWords();
  const { what } = look;
  return (
    <li className={styles["look"]}>
      <p>
        <strong>{look.who ?? t("myData.platform")}</strong>
      </p>
      <p>
        {what.kind === "matter" ? (
          <Link to="/matters/$id" params={{ id: String(what.id) }}>
            {t("myData.looked.matter", { number: what.number })}
          </Link>
        ) : (
          t(`myData.looked.${what.kind}`)
        )}
        {look.times > 1 && t("myData.times", { count: look.times })}
      </p>
      <p className={home["soft"]}>
        {when(look.at)} · {say(`audit.purpose.${look.purpose}`)}
      </p>
    </li>
  );
}
