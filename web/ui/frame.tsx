import { Link, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { keep, readKept } from "#web/kept.ts";
import { classNames } from "#web/ui/class-names.ts";
import { ConnectionStrip } from "#web/ui/connection-strip.tsx";
import { Icon, type IconName } from "#web/ui/icons.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";
import styles from "#web/ui/frame.module.css";

export interface NavItem {
  to: string;
  label: string;
  icon: IconName;
  count?: number | undefined;
  /** A phone has four or five tabs: the page that leads to this place there, instead of a tab of its own. */
  below?: "/" | "/me";
  /** Such a page that has a head of its own, because others reach it from elsewhere. */
  ownHead?: true;
}

interface Props {
  /** A desk's frame: from `wideFrom` on. */
  wide: boolean;
  items: readonly NavItem[];
  /** "企业端", "警长工作台"… */
  side: string;
  demo: boolean;
  /** Duty name, unit, sign-out: stands at the foot of the navigation on a desk. */
  who: ReactNode;
  /** The way to the notices at the top of a phone; a desk has it among its places. */
  bell: ReactNode;
  /** The 110 line of the enterprise side. */
  urgent: boolean;
  /** Whether there is anything that could be searched. */
  search: boolean;
  children: ReactNode;
}

/**
 * What stands around every page. On a phone: brand and switches above, up to four tabs below; pages below a tab have the
 * whole height. On a desk: navigation at the left, and all the rest for the work. The page itself keeps its place in the
 * tree: a turned phone or a drawn window must not throw away what is open, typed or shown once.
 */
export function Frame({ wide, items, side, demo, who, bell, urgent, search, children }: Props) {
  const { folded, fold } = useFolded();
  const place = usePlace(items);
  const atRoot = place !== undefined && place.below === undefined;
  return (
    <div className={wide ? classNames(styles["desk"], folded && styles["folded"]) : undefined}>
      <SkipLink />
      {wide && <DeskSide {...{ items, side, search, who, folded, fold }} />}
      <div className={styles[wide ? "deskBody" : "phone"]}>
        {demo && <DemoBanner />}
        {!wide && atRoot && <PhoneTop {...{ side, bell, search }} />}
        {!wide && place?.below !== undefined && place.ownHead !== true && (
          <PageHead back={place.below} title={place.label} />
        )}
        <ConnectionStrip />
        <main id="content" className={styles[wide ? "deskMain" : "main"]} tabIndex={-1}>
          {children}
          {urgent && <UrgentLine />}
        </main>
        {!wide && atRoot && <PhoneTabs items={items} />}
      </div>
    </div>
  );
}

/** The place of the navigation that is open, as opposed to a page below it, which brings its own head. */
function usePlace(items: readonly NavItem[]): NavItem | undefined {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return items.find((item) => item.to === path);
}

/** Whether the navigation of a desk shows its drawings only. */
function useFolded() {
  const [folded, setFolded] = useState(() => readKept("folded") === "yes");
  const fold = () => {
    keep("folded", folded ? "no" : "yes");
    setFolded(!folded);
  };
  return { folded, fold };
}

function PhoneTop({ side, bell, search }: Pick<Props, "side" | "bell" | "search">) {
  return (
    <header className={classNames(styles["top"], "no-print")}>
      <Brand side={side} />
      {bell}
      {search && <SearchLink />}
      <LargeTypeSwitch />
      <LanguageSwitch />
    </header>
  );
}

function PhoneTabs({ items }: Pick<Props, "items">) {
  const { t } = useWords();
  return (
    <nav className={classNames(styles["tabs"], "no-print")} aria-label={t("app.menu")}>
      {items
        .filter((item) => item.below === undefined)
        .map((item) => (
          <Link
            key={item.to}
            to={item.to}
            className={styles["tab"]}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            <Icon name={item.icon} />
            <span>{item.label}</span>
            <Count of={item.count} />
          </Link>
        ))}
    </nav>
  );
}

type SideProps = Pick<Props, "items" | "side" | "search" | "who"> & ReturnType<typeof useFolded>;

/** The navigation of a desk: it folds to its drawings. */
function DeskSide({ items, side, search, who, folded, fold }: SideProps) {
  const { t } = useWords();
  return (
    <aside className={classNames(styles["side"], "no-print")}>
      <div className={styles["sideTop"]}>
        <Brand side={side} />
        <button
          type="button"
          className={styles["fold"]}
          onClick={fold}
          aria-expanded={!folded}
          aria-label={t(folded ? "app.unfold" : "app.fold")}
          title={t(folded ? "app.unfold" : "app.fold")}
        >
          <Icon name={folded ? "unfold" : "fold"} />
        </button>
        {search && <SearchLink />}
      </div>
      <nav className={styles["nav"]} aria-label={t("app.menu")}>
        {items.map((item) => (
          <Link
            key={item.to}
            to={item.to}
            className={styles["item"]}
            activeOptions={{ exact: item.to === "/", includeSearch: false }}
            title={item.label}
          >
            <Icon name={item.icon} />
            <span className={styles["itemLabel"]}>{item.label}</span>
            <Count of={item.count} />
          </Link>
        ))}
      </nav>
      <div className={styles["sideFoot"]}>
        <LargeTypeSwitch />
        <LanguageSwitch />
        {who}
      </div>
    </aside>
  );
}

/** The head of a page below a tab: the way back, what it is, and what else can be done with it. */
export function PageHead({
  back,
  onBack,
  title,
  children,
}: {
  /** Address of the page above. */
  back?: string;
  onBack?: () => void;
  title: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useWords();
  return (
    <header className={classNames(styles["pageHead"], "no-print")}>
      {back !== undefined && (
        <Link to={back} className={styles["back"]} aria-label={t("act.back")} onClick={onBack}>
          <Icon name="back" />
        </Link>
      )}
      <div className={styles["pageTitle"]}>{title}</div>
      <div className={styles["pageMore"]}>{children}</div>
    </header>
  );
}

/** 示例数据: stands above every page of a demo. */
export function DemoBanner() {
  const { t } = useWords();
  return (
    <aside className={styles["demo"]} aria-label={t("app.demo")}>
      <strong>{t("app.demo")}</strong> · {t("app.demoMore")}
    </aside>
  );
}

/** "紧急情况请拨打 110": on every page of the enterprise side. */
export function UrgentLine() {
  const { t } = useWords();
  return (
    <footer className={styles["urgent"]}>
      {t("app.urgent")}{" "}
      <a className={styles["urgentNumber"]} href="tel:110">
        110
      </a>{" "}
      · {t("app.hotline")}{" "}
      <a className={styles["hotline"]} href="tel:12345">
        12345
      </a>
    </footer>
  );
}

export function Brand({ side }: { side?: string }) {
  const { t } = useWords();
  return (
    <p className={styles["brand"]}>
      <strong>{t("app.name")}</strong>
      {side !== undefined && <span className={styles["brandSide"]}>{side}</span>}
    </p>
  );
}

function SkipLink() {
  const { t } = useWords();
  return (
    <a className={styles["skip"]} href="#content">
      {t("app.skip")}
    </a>
  );
}

function SearchLink() {
  const { t } = useWords();
  return (
    <Link to="/search" className={styles["searchLink"]} aria-label={t("search.open")} title={t("search.open")}>
      <Icon name="search" />
    </Link>
  );
}

function Count({ of: count }: { of: number | undefined }) {
  return count === undefined || count === 0 ? null : <span className={styles["count"]}>{count}</span>;
}
