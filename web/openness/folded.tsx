import type { ReactNode } from "react";
import home from "#web/home/home.module.css";
import styles from "#web/openness/openness.module.css";

/** A part that is opened by its name; what matters most of it stands beside. On paper everything is open. */
export function Folded(props: { name: string; beside?: string; open?: boolean; children: ReactNode }) {
  return (
    <details className={styles["folded"]} open={props.open === true}>
      <summary>
        <h3>{props.name}</h3>
        {props.beside !== undefined && <span className={home["soft"]}>{props.beside}</span>}
      </summary>
      {props.children}
    </details>
  );
}
