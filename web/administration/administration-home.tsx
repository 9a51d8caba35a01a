import { Link } from "@tanstack/react-router";
import { placesOf } from "#web/administration/places.ts";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { useMe } from "#web/session.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Icon } from "#web/ui/icons.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** The administrators' first page: what each of them keeps, and what waits for a second person. */
export function AdministrationHome() {
  const { t } = useWords();
  useTitle(t("admin.title"));
  const me = useMe();
  const grants = useOperation("grant.list", {});
  const calendar = useOperation("workYear.list", {}, { enabled: me.desk === "administration" });
  const steps = useOperation("installation.checklist", {}, { enabled: me.desk === "administration" });
  const missing = calendar.data?.missing ?? null;
  const openSteps = steps.data?.items.filter(({ state }) => state === "open").length ?? 0;
  const waiting = grants.data?.items.filter((one) => one.may.includes("decide")).length ?? 0;
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("admin.title")}</h1>
        <p>{t("admin.hello", { name: me.dutyName })}</p>
        <p className={home["soft"]}>{t("admin.noBusiness")}</p>
        {missing !== null && (
          <p className={lines["gap"]} role="alert">
            <Icon name="warning" />
            <Link to="/administration/calendar">{t("calendar.missing", { year: missing })}</Link>
          </p>
        )}
      </section>
      <section className={home["part"]} aria-labelledby="admin-places">
        <h2 id="admin-places">{t("admin.places")}</h2>
        <ul className={home["rows"]}>
          {placesOf(me.desk).map(({ to, name }) => (
            <li key={to} className={home["row"]}>
              <div className={home["grow"]}>
                <Link to={to}>
                  <strong>{t(`admin.nav.${name}`)}</strong>
                </Link>
                <p className={home["soft"]}>{t(`admin.place.${name}`)}</p>
              </div>
              {name === "setup" && openSteps > 0 && <strong>{t("admin.stepsOpen", { count: openSteps })}</strong>}
              {name === "grants" && waiting > 0 && <strong>{t("admin.waiting", { count: waiting })}</strong>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
