import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { call, type CallError } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { sameLooks } from "#web/my-data/looks.ts";
import styles from "#web/my-data/my-data.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { RadioField } from "#web/ui/field.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";

type Looks = OutputFor<"myData.looks">;
type Look = Looks["items"][number];
type Of = "me" | "firm";

/** Each look by unit, time and purpose; for a firm's desk also those at the firm. */
export function LooksPart({ withFirm }: { withFirm: boolean }) {
  const { t } = useWords();
  const [of, setOf] = useState<Of>("me");
  const query = useInfiniteQuery<Looks, CallError, { pages: Looks[] }, readonly unknown[], string | undefined>({
    queryKey: ["myData.looks", of, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("myData.looks", { of, ...(pageParam !== undefined && { cursor: pageParam }) }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
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
      <PageState
        query={{ data: items, error: query.error, isFetching: query.isFetching, refetch: query.refetch }}
        skeleton="list"
      >
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
      {query.hasNextPage && (
        <Button wide busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
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
