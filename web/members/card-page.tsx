import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { IssueCodes } from "#web/members/issue-codes.tsx";
import { type IssuedCode, showCode, useIssuedCode } from "#web/members/issued-code.ts";
import { QrCode } from "#web/members/qr-code.tsx";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { RadioField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/members/card.module.css";

type Card = OutputFor<"access.card">;

/** What an officer brings to a firm on paper: the contact card, and a code for the first access. */
export function CardPage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const card = useOperation("access.card", { id });
  useTitle(t("card.title"));
  return (
    <>
      <PageHead back={`/enterprises/${id}`} title={t("card.title")} />
      <PageState query={card}>{(data) => <CardView card={data} />}</PageState>
    </>
  );
}

function CardView({ card }: { card: Card }) {
  const { t } = useWords();
  const [size, setSize] = useState<"a6" | "a4">("a6");
  const code = useIssuedCode(card.enterprise.id);
  return (
    <div className={classNames(home["page"], home["twoColumns"])}>
      <section className={classNames(home["part"], "no-print")} aria-labelledby="card-card">
        <h2 id="card-card">{t("card.print")}</h2>
        <RadioField
          label={t("card.size")}
          inline
          choices={(["a6", "a4"] as const).map((value) => ({ value, label: t(`card.size.${value}`) }))}
          value={size}
          onChange={(next) => {
            setSize(next);
            showCode(undefined);
          }}
        />
        <Button icon="print" onClick={() => window.print()} disabled={code !== undefined}>
          {t("card.printCard")}
        </Button>
        <IssueCodes card={card} issued={code} />
        <Link to="/recoveries" search={{ firm: card.enterprise.id }} className={home["all"]}>
          {t("recovery.title")}
        </Link>
      </section>
      {code === undefined ? <ContactCard card={card} size={size} /> : <CodeSheet card={card} code={code} />}
    </div>
  );
}

function ContactCard({ card, size }: { card: Card; size: "a6" | "a4" }) {
  const { t } = useWords();
  const me = useMe();
  return (
    <article className={classNames(styles["paper"], styles[size])} aria-label={t("card.preview")}>
      <header>
        <h1>{t("card.heading")}</h1>
        <p className={styles["motto"]}>{t("app.motto")}</p>
      </header>
      <p>
        <strong>{card.enterprise.name}</strong>
      </p>
      {card.projects.map((project) => (
        <section key={project.id} className={styles["project"]}>
          <h2>{project.name}</h2>
          {project.officers.length === 0 && <p>{t("card.noOfficers")}</p>}
          {project.officers.map((officer) => (
            <p key={officer.place} className={styles["line"]}>
              <span>
                {t(`place.${officer.place}`)} {officer.dutyName}
              </span>
              <strong>{officer.phone ?? card.station.dutyPhone}</strong>
            </p>
          ))}
        </section>
      ))}
      <p className={styles["line"]}>
        <span>
          {card.station.name} {t("card.allDay")}
        </span>
        <strong>{card.station.dutyPhone}</strong>
      </p>
      <footer className={styles["foot"]}>
        <QrCode text={`${window.location.origin}/`} label={t("card.qr")} className={styles["qr"]} />
        <div>
          <p>{t("card.scan")}</p>
          <p className={styles["address"]}>{window.location.origin}</p>
          <p>{t("card.urgent")}</p>
          {me.demo && <p>{t("app.demo")}</p>}
        </div>
      </footer>
    </article>
  );
}

/** The paper with the code: seen now, and never again. */
function CodeSheet({ card, code }: { card: Card; code: IssuedCode }) {
  const { t, when } = useWords();
  const me = useMe();
  const address = `${window.location.origin}/first-access?firm=${card.enterprise.uscc}`;
  return (
    <article className={classNames(styles["paper"], styles["a4"])} aria-label={t("card.codeSheet")}>
      <header>
        <h1>{t("card.codeHeading")}</h1>
        <p className={styles["motto"]}>{t("card.codeFor", { role: t(`role.${code.role}`) })}</p>
      </header>
      <p>
        <strong>{card.enterprise.name}</strong>
        <br />
        {t("me.uscc")} {card.enterprise.uscc}
      </p>
      <p className={styles["code"]} translate="no">
        {code.code}
      </p>
      <p>{t("card.codeUntil", { when: when(code.expiresAt) })}</p>
      <ol className={styles["steps"]}>
        <li>{t("card.step1", { address: window.location.origin })}</li>
        <li>{t("card.step2")}</li>
        <li>{t("card.step3")}</li>
      </ol>
      <footer className={styles["foot"]}>
        <QrCode text={address} label={t("card.codeQr")} className={styles["qr"]} />
        <div>
          <p>{t("card.codeSafe")}</p>
          <p>
            {card.station.name} {card.station.dutyPhone}
          </p>
          {me.demo && <p>{t("app.demo")}</p>}
        </div>
      </footer>
    </article>
  );
}
