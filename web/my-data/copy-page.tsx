import { Link, useParams } from "@tanstack/react-router";
import { Fragment } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { type EntryLine, entryLines } from "#web/matter/entry-lines.ts";
import { sameLooks } from "#web/my-data/looks.ts";
import styles from "#web/my-data/my-data.module.css";
import type { OutputFor } from "#web/operations.ts";
import { findProcedure } from "#web/procedures.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Copy = OutputFor<"myData.copy">;

/** The copy of one's own data: to be read, printed, or taken along as a file. */
export function CopyPage() {
  const { t } = useWords();
  const { id } = useParams({ strict: false });
  // Making it is on record: it is not asked for again by itself.
  const copy = useOperation("myData.copy", { id: Number(id) }, { staleTime: Number.POSITIVE_INFINITY, retry: false });
  useTitle(t("copy.title"));
  if (copy.error?.code === "forbidden" || copy.error?.code === "invalid")
    return (
      <Empty title={t("copy.notThere")}>
        <p>{t("copy.notThereText")}</p>
        <Link to="/my-data" className={buttonClass("filled")}>
          {t("myData.title")}
        </Link>
      </Empty>
    );
  return (
    <>
      <PageHead back="/my-data" title={t("copy.title")} />
      <PageState query={copy}>{(mine) => <Paper copy={mine} />}</PageState>
    </>
  );
}

function Paper({ copy }: { copy: Copy }) {
  const { t, say, when, date } = useWords();
  const day = (at: string) => date(shanghaiDay(new Date(at)));
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("copy.title")}</h1>
        <p className={home["soft"]}>{t("copy.madeAt", { when: when(copy.madeAt) })}</p>
        <div className={styles["acts"]}>
          <Button look="filled" icon="file" onClick={() => save(copy)}>
            {t("copy.download")}
          </Button>
          <Button onClick={() => window.print()}>{t("copy.print")}</Button>
        </div>
      </section>
      <section className={home["part"]} aria-labelledby="copy-account">
        <h2 id="copy-account">{t("copy.account")}</h2>
        <dl className={home["facts"]}>
          <dt>{t("myData.login")}</dt>
          <dd>{copy.account.login}</dd>
          <dt>{t("myData.name")}</dt>
          <dd>{copy.account.dutyName}</dd>
          <dt>{t("myData.phone")}</dt>
          <dd>{copy.account.phone ?? t("myData.noPhone")}</dd>
          <dt>{t("copy.roles")}</dt>
          <dd>
            {copy.account.roles.map((role, index) => (
              <p key={index}>
                {role.where} · {say(`role.${role.role}`)} ·{" "}
                {role.to === null
                  ? t("copy.from", { from: day(role.from) })
                  : t("copy.to", { from: day(role.from), to: day(role.to) })}
              </p>
            ))}
          </dd>
          {copy.service === null && <Consents consents={copy.consents} />}
        </dl>
      </section>
      {copy.service !== null && <ServicePart service={copy.service} />}
      <section className={home["part"]} aria-labelledby="copy-matters">
        <h2 id="copy-matters">{t("copy.matters")}</h2>
        {copy.matters.length === 0 && <p>{t("copy.none")}</p>}
        {copy.matters.map((matter) => (
          <MatterText key={matter.number} matter={matter} />
        ))}
      </section>
      <section className={home["part"]} aria-labelledby="copy-sessions">
        <h2 id="copy-sessions">{t("copy.sessions")}</h2>
        {copy.sessions.length === 0 && <p>{t("copy.none")}</p>}
        {copy.sessions.map(({ from, to }) => (
          <p key={from} className={home["soft"]}>
            {to === null ? t("copy.from", { from: when(from) }) : t("copy.to", { from: when(from), to: when(to) })}
          </p>
        ))}
      </section>
      <section className={home["part"]} aria-labelledby="copy-looks">
        <h2 id="copy-looks">{t("copy.looks")}</h2>
        {copy.looks.length === 0 && <p>{t("copy.none")}</p>}
        {sameLooks(copy.looks).map(({ at, who, what, purpose, times }, index) => (
          <p key={index} className={home["soft"]}>
            {when(at)} · {who ?? t("myData.platform")}{" "}
            {what.kind === "matter"
              ? t("myData.looked.matter", { number: what.number })
              : t(`myData.looked.${what.kind}`)}
            {times > 1 && t("myData.times", { count: times })}
            {" · "}
            {say(`audit.purpose.${purpose}`)}
          </p>
        ))}
      </section>
    </div>
  );
}

function Consents({ consents }: Pick<Copy, "consents">) {
  const { t, when, labelled } = useWords();
  return (
    <>
      <dt>{t("copy.consents")}</dt>
      <dd>
        {consents.map(({ purpose, given, at }) => (
          <p key={purpose}>
            {labelled(
              t(`myData.consent.${purpose}`),
              at === null
                ? t("myData.givenAtFirst")
                : t(given ? "myData.givenAt" : "myData.takenBackAt", { when: when(at) }),
            )}
          </p>
        ))}
      </dd>
    </>
  );
}

/** What is kept of one of the police for his work. */
function ServicePart({ service }: { service: NonNullable<Copy["service"]> }) {
  const { t, when, date } = useWords();
  const span = ({ from, to }: { from: string; to: string | null }) => {
    const day = (at: string) => date(shanghaiDay(new Date(at)));
    return to === null ? t("copy.from", { from: day(from) }) : t("copy.to", { from: day(from), to: day(to) });
  };
  const hours = ({ from, to }: { from: string; to: string }) => t("copy.to", { from: when(from), to: when(to) });
  const parts = [
    [t("copy.places"), service.places.map((one) => `${one.project} · ${t(`place.${one.place}`)} · ${span(one)}`)],
    [t("copy.absences"), service.absences.map(hours)],
    [
      t("copy.loans"),
      service.loans.map((one) =>
        [t(one.given ? "copy.lent" : "copy.borrowed"), hours(one), one.reason].filter(Boolean).join(" · "),
      ),
    ],
  ] as const;
  return (
    <section className={home["part"]} aria-labelledby="copy-service">
      <h2 id="copy-service">{t("copy.service")}</h2>
      <dl className={home["facts"]}>
        <dt>{t("copy.number")}</dt>
        <dd>{service.policeNumber ?? t("copy.none")}</dd>
        <dt>{t("copy.unit")}</dt>
        <dd>{service.unit}</dd>
        {parts.map(([heading, lines]) => (
          <Fragment key={heading}>
            <dt>{heading}</dt>
            <dd>{lines.length === 0 ? t("copy.none") : lines.map((line, index) => <p key={index}>{line}</p>)}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function MatterText({ matter }: { matter: Copy["matters"][number] }) {
  const { t, say, when, list } = useWords();
  const procedure = findProcedure(matter.procedure);
  const wordsOf = (line: EntryLine): string[] => {
    const labelled = (key: string) => say(`${matter.procedure}.${key}`);
    switch (line.kind) {
      case "text":
        return [line.text];
      case "labelled":
      case "masked":
        return [labelled(line.labelKey), line.text];
      case "choice":
        return [labelled(line.labelKey), labelled(line.choiceKey)];
      case "mark":
        return [labelled(line.labelKey)];
      case "cited":
        return [];
    }
  };
  return (
    <article>
      <h3>
        {say(`${matter.procedure}.name`)} {matter.number}
      </h3>
      <p>{matter.title}</p>
      {matter.entries.map((entry, index) => {
        const kind = procedure?.sections[entry.name] === undefined ? "step" : "section";
        return entryLines(procedure, { kind, name: entry.name, form: entry.form }).map((line, at) => (
          <p key={`${index}-${at}`} className={home["soft"]}>
            {[when(entry.at), ...wordsOf(line)].join(" · ")}
          </p>
        ));
      })}
      {matter.files.length > 0 && <p className={home["soft"]}>{t("copy.files", { names: list(matter.files) })}</p>}
    </article>
  );
}

function save(copy: Copy): void {
  const file = new Blob([JSON.stringify(copy, null, 2)], { type: "application/json" });
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `my-data-${copy.madeAt.slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
