import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "#web/ui/class-names.ts";
import { Icon, type IconName } from "#web/ui/icons.tsx";
import styles from "#web/ui/button.module.css";

/** `filled`: the one main action of a screen. `outline`: the others. `quiet`: text only. `danger`: ends something. */
export type ButtonLook = "filled" | "outline" | "quiet" | "danger";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  icon?: IconName;
  /** As wide as its place. */
  wide?: boolean;
  /** Its work is under way: it cannot be pressed again, and says so. */
  busy?: boolean;
  children: ReactNode;
}

export function Button({ look = "outline", icon, wide = false, busy = false, children, className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(buttonClass(look, wide), busy && styles["busy"], className)}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** The same look for a link: `<a className={buttonClass("outline")}>`. */
export function buttonClass(look: ButtonLook, wide = false): string {
  return classNames(styles["button"], styles[look], wide && styles["wide"]);
}

/** A square with a drawing; `label` is what a screen reader says. */
export function IconButton({
  icon,
  label,
  ...rest
}: { icon: IconName; label: string } & Omit<Props, "children" | "icon">) {
  const { look: _look, wide: _wide, busy: _busy, ...html } = rest;
  return (
    <button
      type="button"
      {...html}
      className={classNames(styles["square"], html.className)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}
