import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";

export type NoticeSide = "enterprise" | "police";

/** What the notice says (PIPL §17): who, which data, why, how long, who sees them, what lies on the device, what rights; to one side or to both. */
export function NoticeText({ version, sides }: { version: number; sides: readonly NoticeSide[] }) {
  const { t } = useWords();
  const both = sides.length > 1;
  const toSides = (what: "what" | "why") =>
    sides.map((side) => (
      <p key={side}>
        {both && <strong>{t(`privacy.to.${side}`)}</strong>}
        {t(`privacy.${what}.${side}`)}
      </p>
    ));
  return (
    <>
      <p className={home["soft"]}>{t("privacy.version", { version })}</p>
      <div>
        <h2>{t("privacy.who.h")}</h2>
        <p>{t("privacy.who")}</p>
      </div>
      <div>
        <h2>{t("privacy.what.h")}</h2>
        {toSides("what")}
      </div>
      <div>
        <h2>{t("privacy.why.h")}</h2>
        {toSides("why")}
      </div>
      {(["long", "see", "device", "rights"] as const).map((part) => (
        <div key={part}>
          <h2>{t(`privacy.${part}.h`)}</h2>
          <p>{t(`privacy.${part}`)}</p>
        </div>
      ))}
    </>
  );
}
