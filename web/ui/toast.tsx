import { useEffect, useSyncExternalStore } from "react";
import { Icon } from "#web/ui/icons.tsx";
import styles from "#web/ui/toast.module.css";

interface Toast {
  id: number;
  text: string;
}

let current: Toast | undefined;
let lastId = 0;
const watchers = new Set<() => void>();
const shownMs = 4_000;

/** One short line that something was done: "已发出". What went wrong stands where it went wrong, not here. */
export function showToast(text: string): void {
  lastId += 1;
  set({ id: lastId, text });
}

/** The line once something is done, also when what began it has left the screen meanwhile: a row that is no more. */
export function toastWhen<Done>(doing: Promise<Done>, words: (done: Done) => string): void {
  const tell = async () => {
    try {
      showToast(words(await doing));
    } catch {
      // What went wrong stands where it went wrong.
    }
  };
  void tell();
}

function set(next: Toast | undefined): void {
  current = next;
  for (const notify of watchers) notify();
}

/** What is shown at this moment. */
export const shownToast = () => current;

function watch(notify: () => void): () => void {
  watchers.add(notify);
  return () => watchers.delete(notify);
}

/** Where the line appears; read out by screen readers. */
export function Toasts() {
  const toast = useSyncExternalStore(watch, shownToast);
  useEffect(() => {
    if (toast === undefined) return;
    const timer = setTimeout(() => set(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className={styles["place"]} role="status">
      {toast !== undefined && (
        <p key={toast.id} className={styles["toast"]}>
          <Icon name="check" />
          {toast.text}
        </p>
      )}
    </div>
  );
}
