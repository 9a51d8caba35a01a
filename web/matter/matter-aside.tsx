import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { DuplicatesCard } from "#web/duplicates/duplicates-card.tsx";
import { StationRow } from "#web/home/station-row.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { Matter } from "#web/matter/matter-view.ts";
import { ReadersSheet } from "#web/matter/readers-sheet.tsx";
import { RulesSheet } from "#web/matter/rules-sheet.tsx";
import type { Counterpart } from "#web/matter/use-counterpart.ts";
import { Icon } from "#web/ui/icons.tsx";
import { ContactRow, PersonRow } from "#web/ui/person.tsx";
import actStyles from "#web/matter/acts.module.css";
import styles from "#web/matter/matter.module.css";

/** Around a matter: its project and people, who can see it, how the limits work. */
export function MatterAside({ matter, counterpart }: { matter: Matter; counterpart: Counterpart }) {
  const { t, say, when, locale } = useWords();
  const [shown, setShown] = useState<"readers" | "rules">();
  const { asked, people, officers, project, station } = counterpart;
  const close = () => setShown(undefined);
  return (
    <aside className={styles["aside"]}>
      <section className={styles["card"]}>
        <h2 className={styles["partTitle"]}>
          {t(
            !asked && (people.length > 0 || matter.project !== null || matter.enterprise !== null)
              ? "matter.people"
              : officers.length > 0 || station !== undefined
                ? "matter.myOfficers"
                : "matter.about",
          )}
        </h2>
        {!asked &&
          people.map((member) => (
            <PersonRow
              key={member.dutyName}
              name={member.dutyName}
              place={t("matter.enterprise")}
              phone={member.phone}
            />
          ))}
        {officers.map((officer) => (
          <ContactRow key={officer.accountId} contact={officer} />
        ))}
        {officers.length === 0 && station !== undefined && <StationRow station={station} />}
        <dl className={styles["facts"]}>
          {matter.project !== null && (
            <div>
              <dt>{t("matter.project")}</dt>
              <dd>
                {asked ? (
                  matter.project.name
                ) : (
                  <Link to="/projects/$id" params={{ id: String(matter.project.id) }}>
                    {matter.project.name}
                  </Link>
                )}
                {project !== undefined && ` · ${say(`stage.${project.stage}`)}`}
              </dd>
            </div>
          )}
          {matter.enterprise !== null && !asked && (
            <div>
              <dt>{t("matter.enterprise")}</dt>
              <dd>
                <Link to="/enterprises/$id" params={{ id: String(matter.enterprise.id) }}>
                  {matter.enterprise.name}
                </Link>
              </dd>
            </div>
          )}
          {matter.topic !== null && (
            <div>
              <dt>{t("matter.topic")}</dt>
              <dd>{locale === "en" ? matter.topic.nameEn : matter.topic.nameZh}</dd>
            </div>
          )}
          <div>
            <dt>{t("matter.opened")}</dt>
            <dd>{when(matter.openedAt)}</dd>
          </div>
          {matter.onBehalf && (
            <div>
              <dt>{t("matter.channel")}</dt>
              <dd>{t(`matter.channel.${matter.channel}`)}</dd>
            </div>
          )}
          {matter.links.map((link) => (
            <div key={link.id}>
              <dt>{t(`matter.link.${link.kind}.${link.earlier ? "from" : "to"}`)}</dt>
              <dd>
                <Link to="/matters/$id" params={{ id: String(link.id) }}>
                  {say(`${link.procedure}.name`)} · {link.title}
                </Link>
                {` · ${say(`${link.procedure}.stateShort.${link.state}`)}`}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <DuplicatesCard matter={matter} />
      <div className={actStyles["doors"]}>
        <button type="button" className={actStyles["door"]} onClick={() => setShown("readers")}>
          <span className={actStyles["doorWords"]}>
            <span>{t("matter.readers")}</span>
            <span className={actStyles["doorMore"]}>{t("matter.readersOpen")}</span>
          </span>
          <Icon name="forward" />
        </button>
        <button type="button" className={actStyles["door"]} onClick={() => setShown("rules")}>
          <span className={actStyles["doorWords"]}>
            <span>{t("matter.rules")}</span>
            <span className={actStyles["doorMore"]}>{t("matter.rulesHint")}</span>
          </span>
          <Icon name="forward" />
        </button>
      </div>
      <ReadersSheet matter={matter} open={shown === "readers"} onClose={close} />
      <RulesSheet procedureId={matter.procedure} open={shown === "rules"} onClose={close} />
    </aside>
  );
}
