import type { ReactNode } from "react";
import home from "#web/home/home.module.css";
import styles from "#web/month/month.module.css";
import { usePrinted } from "#web/ui/use-wide.ts";

interface Props {
  id: string;
  name: string;
  /** What of it one should know without opening it. */
  beside?: ReactNode;
  /** It was asked for together with all others. */
  open?: boolean;
  children: ReactNode;
}

/** A part of the month: open on paper, one line to open on a screen, where a minute is for what stands above. */
export function Part({ id, name, beside, open = false, children }: Props) {
  const printed = usePrinted();
  if (printed)
    return (
      <section className={home["part"]} aria-labelledby={id}>
        <h2 id={id}>{name}</h2>
        {children}
      </section>
    );
  return (
    <section className={`${home["part"] ?? ""} ${styles["foldedPart"] ?? ""}`} aria-labelledby={id}>
      <Fold name={<h2 id={id}>{name}</h2>} beside={beside} open={open}>
        {children}
      </Fold>
    </section>
  );
}

/** What is folded until it is asked for; paper shows it. */
export function Fold(props: { name: ReactNode; beside?: ReactNode; open?: boolean; children: ReactNode }) {
  const { name, beside, open = false, children } = props;
  return (
    <details className={styles["fold"]} open={open}>
      <summary>
        {name}
        {beside !== undefined && <span className={home["soft"]}>{beside}</span>}
      </summary>
      {children}
    </details>
  );
}
