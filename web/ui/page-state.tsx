import { type ReactNode, useState } from "react";
import type { CallError } from "#web/call-error.ts";
import { useWords } from "#web/i18n/index.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Icon, type IconName } from "#web/ui/icons.tsx";
import styles from "#web/ui/page-state.module.css";
import { useTitle } from "#web/ui/use-title.ts";

/** What a query may be in; a `UseQueryResult` fits. */
interface QueryLike<T> {
  data: T | undefined;
  error: CallError | null;
  isFetching: boolean;
  refetch: () => unknown;
}

/**
 * The states of a page from its query: a skeleton while it loads, what went wrong in words, else the content.
 * A page that is already there stays when a later refresh fails; the connection strip tells of that.
 */
export function PageState<T>(props: {
  query: QueryLike<T>;
  skeleton?: "page" | "list";
  children: (data: T) => ReactNode;
}) {
  const { data, error, isFetching, refetch } = props.query;
  // Access that has ended takes the content away; anything else leaves it.
  const lost = error !== null && (error.code === "not-found" || error.code === "forbidden");
  if (data !== undefined && !lost) return props.children(data);
  if (error === null) return <Loading look={props.skeleton ?? "page"} />;
  // A list stands on a page that has said its name already.
  const level = props.skeleton === "list" ? 2 : 1;
  if (error.code === "not-found") return <NotFound level={level} />;
  if (error.code === "forbidden") return <NoPermission level={level} />;
  // The shell leads to the sign-in page; nothing to say here.
  if (error.code === "not-signed-in") return <Loading look={props.skeleton ?? "page"} />;
  return <ErrorBox error={error} level={level} retrying={isFetching} onRetry={() => void refetch()} />;
}

/** Grey bars where the content will be; a screen reader hears one word. */
export function Loading({ look = "page" }: { look?: "page" | "list" }) {
  const { t } = useWords();
  const bars = look === "list" ? [70, 45, 60, 40, 66, 38] : [55, 90, 80, 30, 85, 70];
  return (
    <div className={classNames(styles["loading"], styles[look])} role="status">
      {look === "page" ? (
        <h1 className="visually-hidden">{t("state.loading")}</h1>
      ) : (
        <span className="visually-hidden">{t("state.loading")}</span>
      )}
      {bars.map((width, index) => (
        <span key={index} className={classNames(styles["bar"], styles[`w${width}`])} />
      ))}
    </div>
  );
}

function Notice(props: {
  icon: IconName;
  title: string;
  level?: 1 | 2;
  children?: ReactNode;
  actions?: ReactNode;
  alert?: boolean;
}) {
  const Title = props.level === 1 ? "h1" : "h2";
  return (
    <section className={styles["notice"]} role={props.alert === true ? "alert" : undefined}>
      <span className={styles["icon"]}>
        <Icon name={props.icon} />
      </span>
      <Title>{props.title}</Title>
      {props.children}
      {props.actions !== undefined && <div className={styles["actions"]}>{props.actions}</div>}
    </section>
  );
}

/** Nothing here: says what would fill the place, and offers the step to it. */
export function Empty({
  icon = "list",
  title,
  children,
  action,
}: {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Notice icon={icon} title={title} actions={action}>
      {children}
    </Notice>
  );
}

/** What happened, what was kept, what to do now. */
export function ErrorBox({
  error,
  level = 2,
  retrying = false,
  onRetry,
}: {
  error: CallError;
  /** 1 where it stands for a whole page. */
  level?: 1 | 2;
  retrying?: boolean;
  onRetry: () => void;
}) {
  const { t } = useWords();
  const offline = error.code === "network";
  return (
    <Notice
      icon="warning"
      alert
      level={level}
      title={t(offline ? "state.offlineTitle" : "state.errorTitle")}
      actions={
        <Button icon="retry" busy={retrying} onClick={onRetry}>
          {t("state.retry")}
        </Button>
      }
    >
      <p>{offline ? t("state.offlineText") : t(`error.${error.code}`)}</p>
    </Notice>
  );
}

/** The same for what does not exist and what must not be seen. */
export function NotFound({ level = 1 }: { level?: 1 | 2 }) {
  const { t } = useWords();
  useTitle(t("state.notFoundTitle"));
  return (
    <Notice
      icon="search"
      level={level}
      title={t("state.notFoundTitle")}
      actions={
        <a className={buttonClass("outline")} href="/">
          {t("state.home")}
        </a>
      }
    >
      <p>{t("state.notFoundText")}</p>
    </Notice>
  );
}

/**
 * True for a page that is not the reader's: nothing of it is shown, neither its buttons nor its filters, also not while it
 * is asked for again.
 */
export function useForbidden({ data, error }: { data: unknown; error: CallError | null }): boolean {
  const [was, setWas] = useState(false);
  const is = error === null ? was && data === undefined : error.code === "forbidden";
  if (is !== was) setWas(is);
  return is;
}

/** A page, or with level 2 a part of one, that lies outside the reader's duties. */
export function NoPermission({ level = 1 }: { level?: 1 | 2 }) {
  const { t } = useWords();
  useTitle(t("state.noPermissionTitle"));
  return (
    <Notice
      icon="lock"
      level={level}
      title={t("state.noPermissionTitle")}
      actions={
        <a className={buttonClass("outline")} href="/">
          {t("state.home")}
        </a>
      }
    >
      <p>{t("state.noPermissionText")}</p>
    </Notice>
  );
}
