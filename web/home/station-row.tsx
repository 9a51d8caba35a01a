import styles from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Icon } from "#web/ui/icons.tsx";
import { CallLink } from "#web/ui/person.tsx";

/** The station's duty line, which is answered when no officer is. */
export function StationRow({ station }: { station: { name: string; dutyPhone: string } }) {
  const { t } = useWords();
  return (
    <div className={styles["stationBox"]}>
      <div className={styles["station"]}>
        <span className={styles["stationIcon"]}>
          <Icon name="building" />
        </span>
        <div className={styles["grow"]}>
          <p>{t("home.station", { name: station.name })}</p>
          <p className={styles["soft"]}>{t("home.stationDay")}</p>
        </div>
        <CallLink phone={station.dutyPhone} name={station.name} />
      </div>
    </div>
  );
}
