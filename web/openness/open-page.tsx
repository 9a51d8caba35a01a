import type { ReactNode } from "react";
import styles from "#web/openness/openness.module.css";
import { classNames } from "#web/ui/class-names.ts";
import { Brand, UrgentLine } from "#web/ui/frame.tsx";
import { LanguageSwitch, LargeTypeSwitch } from "#web/ui/switches.tsx";

/** The frame of a page that anybody may read, without signing in; only what it says is printed. */
export function OpenPage({ children }: { children: ReactNode }) {
  return (
    <div className={styles["page"]}>
      <header className={classNames(styles["top"], "no-print")}>
        <Brand />
        <LargeTypeSwitch />
        <LanguageSwitch />
      </header>
      <main className={styles["main"]}>{children}</main>
      <UrgentLine />
    </div>
  );
}
