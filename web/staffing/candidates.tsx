import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { Naming } from "#web/staffing/name-sheet.tsx";
import styles from "#web/staffing/staffing.module.css";
import { PageState } from "#web/ui/page-state.tsx";

interface Props {
  kind: Naming["place"];
  /** Null: for several projects. */
  projectId: number | null;
  value: number | null;
  onChange: (accountId: number) => void;
}

/** Who could take a place; what everybody carries stands beside the choice, in no order but unit and name. */
export function Candidates({ kind, projectId, value, onChange }: Props) {
  const { t } = useWords();
  const load = useOperation("staffing.load", { kind, ...(projectId !== null && { projectId }) });
  const officer = kind === "A" || kind === "B";
  return (
    <PageState query={load} skeleton="list">
      {({ items, cap }) => (
        <fieldset>
          <legend>{t("staffing.who")}</legend>
          {items.length === 0 && <p>{t("staffing.nobody")}</p>}
          {items.map((one) => (
            <label key={one.accountId} className={styles["check"]}>
              <input
                type="radio"
                name="candidate"
                checked={value === one.accountId}
                onChange={() => onChange(one.accountId)}
              />
              <span>
                <strong>{one.dutyName}</strong> <span className={home["soft"]}>{one.unitName}</span>
                <br />
                <span className={home["soft"]}>
                  {officer
                    ? t("staffing.carries", { projects: one.projects, cap, matters: one.openMatters })
                    : t("staffing.carriesPlain", { projects: one.projects })}
                  {one.away && ` · ${t("presence.absent")}`}
                  {one.outsideLine === true && ` · ${t("staffing.outside")}`}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </PageState>
  );
}
