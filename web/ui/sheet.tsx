import { type ReactNode, useEffect, useId, useRef } from "react";
import { useWords } from "#web/i18n/index.ts";
import { IconButton } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import styles from "#web/ui/sheet.module.css";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  /** `side`: a sheet from below on a phone, a drawer at the right on a desk. `middle`: a small box for one question. */
  place?: "side" | "middle";
  children: ReactNode;
  /** Stays at the lower edge while the content moves. */
  foot?: ReactNode;
}

/** A layer over the page. The browser's own dialog keeps the focus inside, closes on Escape and gives the focus back. */
export function Sheet({ open, onClose, title, place = "side", children, foot }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const begunOutside = useRef(false);
  const id = useId();
  const { t } = useWords();
  useEffect(() => {
    const element = dialog.current;
    if (element === null || open === element.open) return;
    if (open) element.showModal();
    else element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={classNames(styles["sheet"], styles[place])}
      aria-labelledby={id}
      onClose={(event) => {
        // Not when the page closed it itself, nor for a sheet inside this one, whose closing is told here too.
        if (open && event.target === dialog.current) onClose();
      }}
      onPointerDown={(event) => {
        begunOutside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        // A press on the dimmed page closes; presses inside reach the dialog from its children. One that begins inside and
        // ends outside, such as marking text with the mouse, is the browser's click on the dialog too, and closes nothing.
        if (begunOutside.current && event.target === dialog.current) dialog.current.close();
      }}
    >
      {open && (
        <div className={styles["inside"]}>
          <header className={styles["head"]}>
            <h2 id={id}>{title}</h2>
            <IconButton icon="close" label={t("act.close")} onClick={() => dialog.current?.close()} />
          </header>
          <div className={styles["body"]} tabIndex={0}>
            {children}
          </div>
          {foot !== undefined && <footer className={styles["foot"]}>{foot}</footer>}
        </div>
      )}
    </dialog>
  );
}
