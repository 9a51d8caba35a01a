import { useEffect, useRef, useState } from "react";
import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor, OutputFor } from "#web/operations.ts";
import { useWide } from "#web/ui/use-wide.ts";
import { classNames } from "#web/ui/class-names.ts";
import { ViewSheet } from "#web/views/view-sheet.tsx";
import { sameSettings } from "#web/views/view-settings.ts";
import styles from "#web/views/views.module.css";

export type View = OutputFor<"view.list">["items"][number];
export type Settings = View["settings"];

interface Props {
  list: InputFor<"view.list">["list"];
  /** What is set just now. */
  current: Settings;
  /** Nothing is set: a default view may take its place. */
  isPlain: boolean;
  /** Uses a view, without what is no more; null: none. */
  onUse: (settings: Settings | null) => void;
}

/** The views of a list: with room a chip for each, on a phone one button; keeping them is a sheet. */
export function ViewBar({ list, current, isPlain, onUse }: Props) {
  const words = useWords();
  const { t } = words;
  const wide = useWide();
  const views = useOperation("view.list", { list });
  const [managing, setManaging] = useState(false);
  const [faulty, setFaulty] = useState<View>();
  const begun = useRef(false);
  const items = views.data?.items ?? [];
  const active = items.find(({ settings }) => sameSettings(settings, current));

  const use = (view: View) => {
    setFaulty(view.unknown.length > 0 ? view : undefined);
    onUse(without(view.settings, view.unknown));
  };
  const usedFirst = useRef(use);
  usedFirst.current = use;
  useEffect(() => {
    if (begun.current || views.data === undefined) return;
    begun.current = true;
    const first = views.data.items.find(({ isDefault }) => isDefault);
    if (first !== undefined && isPlain) usedFirst.current(first);
  }, [views.data, isPlain]);
  if (views.data === undefined) return null;

  return (
    <div className={styles["bar"]} role="group" aria-label={t("view.title")}>
      {wide &&
        items.map((view) => (
          <button
            key={view.id}
            type="button"
            className={styles["chip"]}
            aria-pressed={view.id === active?.id}
            title={view.unitName === null ? undefined : t("view.sharedBy", { unit: view.unitName })}
            onClick={() => {
              if (view.id !== active?.id) return use(view);
              setFaulty(undefined);
              onUse(null);
            }}
          >
            {view.name}
          </button>
        ))}
      <button
        type="button"
        className={classNames(styles["chip"], styles["manage"])}
        aria-haspopup="dialog"
        onClick={() => setManaging(true)}
      >
        {wide || active === undefined ? t("view.title") : t("view.current", { name: active.name })}
      </button>
      {faulty !== undefined && (
        <p className={styles["fault"]} role="alert">
          {t("view.unknown", {
            name: faulty.name,
            what: words.list(faulty.unknown.map((one) => words.find(`view.setting.${one}`) ?? one)),
          })}
        </p>
      )}
      {managing && (
        <ViewSheet
          list={list}
          views={items}
          sharesWith={views.data.sharesWith}
          current={current}
          activeId={active?.id}
          onUse={(view) => {
            setManaging(false);
            if (view !== null) return use(view);
            setFaulty(undefined);
            onUse(null);
          }}
          onClose={() => setManaging(false)}
        />
      )}
    </div>
  );
}

function without(settings: Settings, unknown: readonly string[]): Settings {
  // A state means nothing without its kind.
  const gone = new Set(unknown.includes("kind") ? [...unknown, "state"] : unknown);
  const kept: Settings = { ...settings };
  for (const name of gone) Reflect.deleteProperty(kept, name);
  return kept;
}
