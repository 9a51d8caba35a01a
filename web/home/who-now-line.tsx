import type { WhoNow } from "#web/home/who-now.ts";
import { useWords } from "#web/i18n/index.ts";

/** One sentence on whom to call now. */
export function WhoNowLine({ who }: { who: WhoNow }) {
  const { t } = useWords();
  switch (who.kind) {
    case "A":
      return t("home.now.A", { who: who.contact.dutyName });
    case "B":
      return who.absent === undefined
        ? t("home.now.A", { who: who.contact.dutyName })
        : t("home.now.B", { who: who.contact.dutyName, absent: who.absent.dutyName });
    case "station":
      return t(who.why === "absent" ? "home.now.stationAbsent" : "home.now.station");
    case "none":
      return t("home.now.none");
  }
}
