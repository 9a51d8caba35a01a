import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import styles from "#web/home/home.module.css";
import { StationRow } from "#web/home/station-row.tsx";
import { useWords } from "#web/i18n/index.ts";
import { hasMatters, navItems } from "#web/nav.ts";
import { NoticeSettingsPart } from "#web/notices/notice-settings.tsx";
import { FirmSwitch } from "#web/members/firm-switch.tsx";
import { type Me, useMe } from "#web/session.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { CallLink, Initial } from "#web/ui/person.tsx";
import { SignOut } from "#web/ui/sign-out.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";

/** Desks at which somebody gives or confirms what others have lost. */
const helpsOthers: ReadonlySet<Me["desk"]> = new Set(["officer", "chief", "office", "administration", "security"]);

/** Who I am here, my firm or unit, how it is shown, and the way out. */
export function MePage() {
  const { t } = useWords();
  useTitle(t("me.title"));
  const me = useMe();
  return (
    <div className={styles["page"]}>
      <section className={styles["part"]}>
        <div className={styles["row"]}>
          <Initial name={me.dutyName} />
          <div>
            <h1>{me.dutyName}</h1>
            <p className={styles["soft"]}>{me.enterprise?.name ?? me.unit?.name}</p>
          </div>
        </div>
      </section>
      <FirmSwitch />
      {me.enterprise !== null && <Firm enterprise={me.enterprise} ownName={me.dutyName} />}
      <OtherPlaces />
      {hasMatters(me) && (
        <section className={styles["part"]} aria-labelledby="me-library">
          <h2 id="me-library">{t("me.library")}</h2>
          <ul className={styles["rows"]}>
            <li className={styles["row"]}>
              <Link to="/policies" className={styles["grow"]}>
                {t("policy.title")}
              </Link>
            </li>
            {me.kind === "staff" && (
              <li className={styles["row"]}>
                <Link to="/templates" className={styles["grow"]}>
                  {t("template.title")}
                </Link>
              </li>
            )}
          </ul>
        </section>
      )}
      {me.kind === "staff" && hasMatters(me) && (
        <section className={styles["part"]} aria-labelledby="me-duty">
          <h2 id="me-duty">{t("me.duty")}</h2>
          <ul className={styles["rows"]}>
            <li className={styles["row"]}>
              <Link to="/absences">{t("absence.title")}</Link>
            </li>
            <li className={styles["row"]}>
              <Link to="/delegations">{t("delegation.title")}</Link>
            </li>
            <li className={styles["row"]}>
              <Link to="/handovers">{t("handover.title")}</Link>
            </li>
          </ul>
        </section>
      )}
      <section className={styles["part"]} aria-labelledby="me-settings">
        <h2 id="me-settings">{t("me.settings")}</h2>
        <div className={styles["buttons"]}>
          <LargeTypeSwitch boxed />
          <LanguageSwitch boxed />
        </div>
      </section>
      <NoticeSettingsPart />
      <section className={styles["part"]} aria-labelledby="me-data">
        <h2 id="me-data">{t("myData.title")}</h2>
        <ul className={styles["rows"]}>
          <li className={styles["row"]}>
            <Link to="/my-data" className={styles["grow"]}>
              {t("me.data")}
            </Link>
          </li>
          <li className={styles["row"]}>
            <Link to="/my-data/notice" className={styles["grow"]}>
              {t("privacy.title")}
            </Link>
          </li>
        </ul>
      </section>
      <section className={styles["part"]} aria-labelledby="me-safety">
        <h2 id="me-safety">{t("me.safety")}</h2>
        <p>{t("me.safetyText", { minutes: me.kind === "staff" ? 15 : 30 })}</p>
        <Link to="/me/security" className={styles["all"]}>
          {t("secure.title")}
        </Link>
        {helpsOthers.has(me.desk) && (
          <Link to="/recoveries" className={styles["all"]}>
            {t("recovery.title")}
          </Link>
        )}
        <SignOut />
      </section>
    </div>
  );
}

/** On a phone: the places of the desk that have no tab. What stands here further down is not said twice. */
function OtherPlaces() {
  const words = useWords();
  const me = useMe();
  const wide = useWide();
  const places = navItems(words, me, undefined).filter(({ below, ownHead }) => below === "/me" && ownHead !== true);
  if (wide || places.length === 0) return null;
  return (
    <section className={styles["part"]} aria-labelledby="me-places">
      <h2 id="me-places">{words.t("me.places")}</h2>
      <ul className={styles["rows"]}>
        {places.map((place) => (
          <li key={place.to} className={styles["row"]}>
            <Link to={place.to} className={styles["grow"]}>
              {place.label}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Firm({ enterprise, ownName }: { enterprise: NonNullable<Me["enterprise"]>; ownName: string }) {
  const { t, say } = useWords();
  const query = useOperation("enterprise.get", { id: enterprise.id });
  return (
    <PageState query={query}>
      {(firm) => {
        const others = firm.members.filter((member) => member.dutyName !== ownName);
        return (
          <>
            <section className={styles["part"]} aria-labelledby="me-firm">
              <h2 id="me-firm">{t("me.firm")}</h2>
              <dl className={styles["facts"]}>
                <dt>{t("me.uscc")}</dt>
                <dd>{firm.uscc}</dd>
                <dt>{t("me.address")}</dt>
                <dd>{firm.address}</dd>
                {firm.projects.length > 0 && (
                  <>
                    <dt>{t("me.projects")}</dt>
                    <dd>
                      {firm.projects.map((project) => (
                        <p key={project.id}>
                          {project.name} · {say(`stage.${project.stage}`)}
                        </p>
                      ))}
                    </dd>
                  </>
                )}
              </dl>
              <StationRow station={firm.station} />
            </section>
            <section className={styles["part"]} aria-labelledby="me-members">
              <h2 id="me-members">{t("me.members")}</h2>
              {others.length === 0 && <p>{t("me.noMembers")}</p>}
              <ul className={styles["rows"]}>
                {others.map((member) => (
                  <li key={member.dutyName} className={styles["row"]}>
                    <Initial name={member.dutyName} />
                    <span className={styles["grow"]}>{member.dutyName}</span>
                    {member.phone !== null && <CallLink phone={member.phone} name={member.dutyName} />}
                  </li>
                ))}
              </ul>
              <Link to="/members" className={styles["all"]}>
                {t("me.toMembers")}
              </Link>
              <p className={styles["soft"]}>
                <Icon name="eye" /> {t("me.membersText")}
              </p>
            </section>
          </>
        );
      }}
    </PageState>
  );
}
