import { useWords } from "#web/i18n/index.ts";
import { Icon } from "#web/ui/icons.tsx";
import styles from "#web/sign-in/sign-in.module.css";

/** Who acts for several firms says for which one this time; asked after a right password only. */
export function FirmChoice(props: {
  firms: readonly { id: number; name: string }[];
  busy: boolean;
  onChoose: (id: number) => void;
}) {
  const { t } = useWords();
  return (
    <section className={styles["fields"]} aria-labelledby="choose-firm">
      <h3 id="choose-firm" tabIndex={-1} ref={(element) => element?.focus()}>
        {t("signIn.chooseFirm")}
      </h3>
      <ul className={styles["cards"]}>
        {props.firms.map((firm) => (
          <li key={firm.id}>
            <button
              type="button"
              className={styles["card"]}
              disabled={props.busy}
              onClick={() => props.onChoose(firm.id)}
            >
              <strong className={styles["cardText"]}>{firm.name}</strong>
              <span className={styles["cardGo"]}>
                <Icon name="forward" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
