import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { isInternal, type Matter } from "#web/matter/matter-view.ts";
import { findProcedure } from "#web/procedures.ts";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import styles from "#web/matter/matter.module.css";

/** Who can see this matter and why, and which units have looked. Asked for when it is opened, because asking is logged. */
export function ReadersSheet({ matter, open, onClose }: { matter: Matter; open: boolean; onClose: () => void }) {
  const words = useWords();
  const { t, say, when } = words;
  const query = useOperation("matter.readers", { id: matter.id }, { enabled: open });
  const procedure = findProcedure(matter.procedure);
  const all = Object.keys(procedure?.audiences ?? {}).length;
  const sees = (audiences: readonly string[]) => {
    if (all > 1 && audiences.length >= all) return t("matter.sees.all");
    return t(audiences.every((one) => isInternal(procedure, one)) ? "matter.sees.internal" : "matter.sees.shared");
  };
  return (
    <Sheet open={open} onClose={onClose} title={t("matter.readers")}>
      <PageState query={query} skeleton="list">
        {({ readers, views }) => (
          <div className={styles["sheet"]}>
            <section aria-labelledby="readers-can">
              <h3 id="readers-can">{t("matter.canSee")}</h3>
              <ul className={styles["rows"]}>
                {readers.map((reader, index) => (
                  <li key={index}>
                    <p>
                      <strong>{reader.name}</strong>{" "}
                      <span className={styles["soft"]}>{say(`duty.${reader.duty}`)}</span>
                    </p>
                    <p className={styles["soft"]}>
                      {say(`why.${reader.why}`)} · {sees(reader.audiences)}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
            <section aria-labelledby="readers-have">
              <h3 id="readers-have">{t("matter.haveSeen")}</h3>
              {views.length === 0 ? (
                <p className={styles["soft"]}>{t("matter.haveSeenNone")}</p>
              ) : (
                <ul className={styles["rows"]}>
                  {views.map((view) => (
                    <li key={view.name}>
                      <p>
                        <strong>{view.name}</strong> {t("matter.views", { count: view.count })}
                      </p>
                      <p className={styles["soft"]}>{t("matter.lastView", { time: when(view.lastAt) })}</p>
                    </li>
                  ))}
                </ul>
              )}
            </section>
            <p className={styles["soft"]}>{t("matter.audited")}</p>
          </div>
        )}
      </PageState>
    </Sheet>
  );
}
