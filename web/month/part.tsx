import type { ReactNode } from "react";
import home from "#web/home/home.module.css";
import styles from "#web/month/month.module.css";
import { useOpen } from "#web/ui/use-wide.ts";

interface Props {
  id: string;
  name: string;
  /** What of it one should know without opening it. */
  beside?: ReactNode;
  children: ReactNode;
}

/** A part of the month: open on a desk and on paper, one line to open on a phone. */
export function Part({ id, name, beside, children }: Props) {
  const unfolded = useOpen();
  if (unfolded)
    return (
      <section className={home["part"]} aria-labelledby={id}>
        <h2 id={id}>{name}</h2>
        {children}
      </section>
    );
  return (
    <section className={`${home["part"] ?? ""} ${styles["foldedPart"] ?? ""}`} aria-labelledby={id}>
      <Fold name={<h2 id={id}>{name}</h2>} beside={beside}>
        {children}
      </Fold>
    </section>
  );
}

/** What is folded until it is asked for; paper shows it. */
export function Fold({ name, beside, children }: { name: ReactNode; beside?: ReactNode; children: ReactNode }) {
  return (
    <details className={styles["fold"]}>
      <summary>
        {name}
        {beside !== undefined && <span className={home["soft"]}>{beside}</span>}
      </summary>
      {children}
    </details>
  );
}
