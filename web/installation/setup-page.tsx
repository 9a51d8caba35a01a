import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords, type Words } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import styles from "#web/installation/setup.module.css";

type Item = OutputFor<"installation.checklist">["items"][number];

/** Where the platform itself can do it; the rest is done on the server, or by others. */
const places: Partial<Record<Item["item"], string>> = {
  units: "/administration/units",
  calendar: "/administration/calendar",
  rules: "/administration/rules",
};

/** What an administrator goes through before the first firm is invited. */
export function SetupPage() {
  const { t } = useWords();
  const list = useOperation("installation.checklist", {});
  useTitle(t("setup.title"));
  return (
    <PageState query={list} skeleton="list">
      {({ items }) => (
        <div className={home["page"]}>
          <section className={home["part"]}>
            <h1>{t("setup.title")}</h1>
            <p className={home["soft"]}>{t("setup.intro")}</p>
          </section>
          <ol className={styles["list"]}>
            {items.map((item) => (
              <SetupRow key={item.item} item={item} />
            ))}
          </ol>
        </div>
      )}
    </PageState>
  );
}

function SetupRow({ item }: { item: Item }) {
  const words = useWords();
  const { t } = words;
  const place = places[item.item];
  const name = t(`setup.${item.item}`);
  return (
    <li className={home["part"]}>
      <div className={home["between"]}>
        <h2 className={styles["name"]}>{place === undefined ? name : <Link to={place}>{name}</Link>}</h2>
        <span className={styles[item.state]}>{t(`setup.state.${item.state}`)}</span>
      </div>
      <p>{textOf(words, item)}</p>
    </li>
  );
}

function textOf({ t, when }: Words, { item, state, count, at }: Item): string {
  switch (item) {
    case "mail":
      return t(state === "done" ? "setup.mail.on" : "setup.mail.off");
    case "keys":
      return t("setup.keys.text");
    case "backup":
      return at === null ? t("setup.backup.none") : t("setup.backup.text", { when: when(at) });
    case "calendar":
      return count === null || state === "open"
        ? t("setup.calendar.none", { year: count ?? "" })
        : t("setup.calendar.text", { count });
    case "topics":
      return t(state === "hint" ? "setup.topics.unanswered" : "setup.topics.text", { count: count ?? 0 });
    default:
      return t(`setup.${item}.text`, { count: count ?? 0 });
  }
}
