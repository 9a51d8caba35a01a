import { useState } from "react";
import styles from "#web/home/call.module.css";
import { UrgentStrip } from "#web/ask/urgent-strip.tsx";
import { type Call, callsOf, type Contact, whoNow } from "#web/home/who-now.ts";
import { WhoNowLine } from "#web/home/who-now-line.tsx";
import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { PresenceText } from "#web/ui/person.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

interface Props {
  people: readonly Contact[];
  station: { name: string; dutyPhone: string };
}

/** One button for whoever would rather talk: the lines to dial in the order in which to try them, and why in this one. */
export function CallButton({ people, station }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="phone" wide onClick={() => setOpen(true)}>
        {t("home.call")}
      </Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={t("home.call")}>
        <div className={styles["sheet"]}>
          <p>
            <WhoNowLine who={whoNow(people)} />
          </p>
          <ol className={styles["calls"]}>
            {callsOf(people).map((call, index) => (
              <li key={call.kind === "station" ? "station" : call.contact.accountId}>
                <Line call={call} station={station} first={index === 0} />
              </li>
            ))}
          </ol>
          <UrgentStrip />
        </div>
      </Sheet>
    </>
  );
}

function Line({ call, station, first }: { call: Call; station: Props["station"]; first: boolean }) {
  const { t } = useWords();
  const isStation = call.kind === "station";
  const phone = isStation ? station.dutyPhone : call.contact.phone;
  const name = isStation ? t("home.station", { name: station.name }) : call.contact.dutyName;
  const about = (
    <span className={styles["who"]}>
      <span>
        <strong>{name}</strong>
        {!isStation && <span className={styles["place"]}> {t(`place.${call.contact.place}`)}</span>}
      </span>
      {isStation ? (
        <span className={styles["place"]}>{t("home.stationDay")}</span>
      ) : (
        <PresenceText contact={call.contact} />
      )}
    </span>
  );
  // Nobody answers the line of somebody who is away, and a masked number dials nobody.
  const dials = phone !== null && !phone.includes("*") && (isStation || call.contact.presence.state !== "absent");
  if (!dials) return <div className={styles["line"]}>{about}</div>;
  return (
    <a
      className={first ? `${styles["line"]} ${styles["first"]}` : styles["line"]}
      href={`tel:${phone.replaceAll(/[^\d+]/g, "")}`}
    >
      {about}
      <span className={styles["number"]}>
        <Icon name="phone" />
        {phone}
      </span>
    </a>
  );
}
