import { useCallback, useEffect, useRef, useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { storeOf } from "#web/kept.ts";
import { useMe } from "#web/session.tsx";
import { draftName, findDraft, keepDraft } from "#web/ui/draft-store.ts";
import styles from "#web/ui/draft.module.css";

export interface Draft<T> {
  value: T;
  set(next: T | ((before: T) => T)): void;
  /** After sending, or when the person throws it away. */
  clear(): void;
  /** It was found from an earlier visit. */
  restored: boolean;
  /** Everything that is on the screen is kept. */
  saved: boolean;
}

/**
 * Words that are being written: kept in this browser per account from the first letter, until `clear`.
 * `revive` turns what was kept into a value, or refuses it (undefined) when a newer page needs another shape.
 */
export function useDraft<T>(
  key: string,
  empty: T,
  revive: (kept: unknown) => T | undefined = (kept) => kept as T,
): Draft<T> {
  const name = draftName(useMe().accountId, key);
  const [state, setState] = useState(() => open(name, empty, revive));
  // Another key is another draft; the state belongs to the name it was read under.
  const shown = state.name === name ? state : open(name, empty, revive);
  if (shown !== state) setState(shown);

  const set = useCallback((next: T | ((before: T) => T)) => {
    setState((before) => ({
      ...before,
      value: typeof next === "function" ? (next as (before: T) => T)(before.value) : next,
      touched: true,
      saved: false,
    }));
  }, []);
  // Callers write the empty value inline: the one of the latest drawing serves.
  const blank = useRef(empty);
  blank.current = empty;
  const clear = useCallback(() => {
    storeOf("draft").removeItem(name);
    setState({ name, value: blank.current, restored: false, saved: false, touched: false });
  }, [name]);

  const { touched, value } = shown;
  useEffect(() => {
    if (!touched) return;
    const kept = keepDraft(storeOf("draft"), name, value, Date.now());
    if (kept)
      setState((before) => (before.name === name && before.value === value ? { ...before, saved: true } : before));
  }, [name, touched, value]);

  return { value: shown.value, set, clear, restored: shown.restored, saved: shown.saved };
}

function open<T>(name: string, empty: T, revive: (kept: unknown) => T | undefined) {
  const kept = findDraft(storeOf("draft"), name, Date.now());
  const value = kept === undefined ? undefined : revive(kept);
  const restored = value !== undefined;
  return { name, value: value ?? empty, restored, saved: restored, touched: false };
}

/** "草稿已保存", with the way to throw it away. */
export function DraftNote({ draft }: { draft: Pick<Draft<unknown>, "restored" | "saved" | "clear"> }) {
  const { t } = useWords();
  if (!draft.saved) return null;
  return (
    <p className={styles["note"]} role="status">
      <span>{t(draft.restored ? "draft.restored" : "draft.saved")}</span>
      <button type="button" className={styles["discard"]} onClick={() => draft.clear()}>
        {t("draft.discard")}
      </button>
    </p>
  );
}
