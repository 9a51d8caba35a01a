import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { MatterLine } from "#web/home/matter-line.tsx";
import { useWords } from "#web/i18n/index.ts";
import { AskForm } from "#web/my-data/ask-form.tsx";
import { LooksPart } from "#web/my-data/looks-part.tsx";
import { AccountPart, ConsentsPart } from "#web/my-data/own-parts.tsx";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

export type MyData = OutputFor<"myData.get">;

/** 我的数据: what is kept of whoever looks, who looked at it, and what he can do about it. */
export function MyDataPage() {
  const { t } = useWords();
  const data = useOperation("myData.get", {});
  useTitle(t("myData.title"));
  return (
    <>
      <PageHead back="/me" title={t("myData.title")} />
      <PageState query={data}>{(mine) => <View data={mine} />}</PageState>
    </>
  );
}

function View({ data }: { data: MyData }) {
  const { t, when } = useWords();
  const { kind } = useMe();
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("myData.title")}</h1>
        <p>{t("myData.lead")}</p>
        <Link to="/privacy" className={home["all"]}>
          {t("myData.privacy")}
        </Link>
      </section>
      {data.copy !== null && (
        <section className={home["part"]} role="status">
          <p>
            <Icon name="check" /> {t("myData.copyReady", { when: when(data.copy.until) })}
          </p>
          <Link
            to="/my-data/copy/$id"
            params={{ id: String(data.copy.requestId) }}
            className={buttonClass("filled", true)}
          >
            {t("myData.openCopy")}
          </Link>
        </section>
      )}
      <AccountPart data={data} />
      {kind === "member" && <ConsentsPart consents={data.consents} />}
      <section className={home["part"]} aria-labelledby="data-holdings">
        <h2 id="data-holdings">{t("myData.holdings")}</h2>
        <ul className={home["rows"]}>
          {data.holdings.map((holding) => (
            <li key={holding.kind} className={home["row"]}>
              <div className={home["grow"]}>
                <p>{t(`myData.holding.${holding.kind}`)}</p>
                <p className={home["soft"]}>{t(`myData.holding.${holding.kind}.why`)}</p>
              </div>
              <span>{t("myData.count", { count: holding.count })}</span>
            </li>
          ))}
        </ul>
      </section>
      <AskForm />
      <Requests data={data} />
      <LooksPart withFirm={kind === "member"} />
    </div>
  );
}

/** Requests so far, with whose turn it is. */
function Requests({ data }: { data: MyData }) {
  const { t } = useWords();
  if (data.requests.length === 0) return null;
  return (
    <section className={home["part"]} aria-labelledby="data-requests">
      <h2 id="data-requests">{t("myData.requests")}</h2>
      <ul className={home["rows"]}>
        {data.requests.map((matter) => (
          <MatterLine key={matter.id} head={matter} turn={matter.turns[0]} readAt={data.serverTime} />
        ))}
      </ul>
    </section>
  );
}
