import { Link, useParams } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import { MaskedValue } from "#web/data-protection/masked-value.tsx";
import { StationRow } from "#web/home/station-row.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { projectsPath } from "#web/nav.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { CallLink, Initial } from "#web/ui/person.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** A firm as its officers need it: where it is, whom to call, which projects it has. */
export function EnterprisePage() {
  const { id = "" } = useParams({ strict: false });
  const { t } = useWords();
  const me = useMe();
  const enterprise = useOperation("enterprise.get", { id });
  useTitle(enterprise.data?.name ?? t("me.firm"));
  return (
    <>
      <PageHead back={projectsPath(me)} title={t("me.firm")}>
        {enterprise.data?.abilities.firstAccess === true && (
          <Link to="/enterprises/$id/card" params={{ id }} className={buttonClass("quiet")}>
            {t("card.title")}
          </Link>
        )}
      </PageHead>
      <PageState query={enterprise}>{(data) => <EnterpriseView enterprise={data} />}</PageState>
    </>
  );
}

function EnterpriseView({ enterprise }: { enterprise: OutputFor<"enterprise.get"> }) {
  const { t, say } = useWords();
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{enterprise.name}</h1>
        <dl className={home["facts"]}>
          <dt>{t("me.uscc")}</dt>
          <dd>{enterprise.uscc}</dd>
          <dt>{t("me.address")}</dt>
          <dd>{enterprise.address}</dd>
        </dl>
        <StationRow station={enterprise.station} />
      </section>
      <section className={home["part"]} aria-labelledby="enterprise-contacts">
        <h2 id="enterprise-contacts">{t("enterprise.contacts")}</h2>
        {enterprise.members.length === 0 && <p>{t("enterprise.noContacts")}</p>}
        <ul className={home["rows"]}>
          {enterprise.members.map((member) => (
            <li key={member.accountId} className={home["row"]}>
              <Initial name={member.dutyName} />
              <span className={home["grow"]}>{member.dutyName}</span>
              {member.phone !== null && (
                <Phone phone={member.phone} name={member.dutyName} firm={enterprise.id} accountId={member.accountId} />
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className={home["part"]} aria-labelledby="enterprise-projects">
        <h2 id="enterprise-projects">{t("enterprise.projects")}</h2>
        {enterprise.projects.length === 0 && <p>{t("enterprise.noProjects")}</p>}
        <ul className={home["rows"]}>
          {enterprise.projects.map((project) => (
            <li key={project.id} className={home["row"]}>
              <Link to="/projects/$id" params={{ id: String(project.id) }} className={home["grow"]}>
                {project.name}
              </Link>
              <span className={home["soft"]}>{say(`stage.${project.stage}`)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Phone({ phone, name, firm, accountId }: { phone: string; name: string; firm: number; accountId: number }) {
  if (!phone.includes("*")) return <CallLink phone={phone} name={name} />;
  return <MaskedValue text={phone} name={name} place={{ kind: "enterprise", id: firm, accountId }} />;
}
