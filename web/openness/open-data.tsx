import { useOperation } from "#web/call.ts";
import own from "#web/data-protection/data-protection.module.css";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Folded } from "#web/openness/folded.tsx";
import { OpenTable } from "#web/openness/open-table.tsx";
import styles from "#web/openness/openness.module.css";
import type { OutputFor } from "#web/operations.ts";
import tables from "#web/staffing/staffing.module.css";
import { PageState } from "#web/ui/page-state.tsx";

type Data = OutputFor<"openness.data">;
type Module = Data["modules"][number];

/** Which personal data there are, from the registers that the program itself goes by. */
export function OpenData() {
  const { t } = useWords();
  const query = useOperation("openness.data", {});
  return (
    <PageState query={query} skeleton="list">
      {({ modules, register, noticeVersion }) => (
        <>
          <section className={home["part"]} aria-labelledby="open-data">
            <h2 id="open-data">{t("openness.data")}</h2>
            <p className={styles["lead"]}>
              {t("openness.dataLead")} {t("openness.inChinese")}
            </p>
            {modules.map((one) => (
              <ModulePart key={one.module} one={one} />
            ))}
            <p>{t("openness.others")}</p>
            <p className={home["soft"]}>{t("openness.notice", { version: noticeVersion })}</p>
          </section>
          <section className={home["part"]} aria-labelledby="open-register">
            <h2 id="open-register">{t("openness.register")}</h2>
            <p className={styles["lead"]}>{t("openness.registerLead")}</p>
            <Folded name={t("openness.registerRows")} beside={t("openness.registerCount", { count: total(register) })}>
              <Register register={register} />
            </Folded>
          </section>
        </>
      )}
    </PageState>
  );
}

function ModulePart({ one }: { one: Module }) {
  const { t, say, find, list, date } = useWords();
  const name = find(`register.module.${one.module}`) ?? say(`${one.module}.name`);
  const readers = [...new Set(one.readers.map((capacity) => say(`capacity.${capacity}`)))];
  const months =
    one.months === null
      ? t("openness.byRegister")
      : t(one.texts > 0 ? "openness.months" : "openness.accountMonths", { count: one.months });
  const facts = [
    ["fields", one.fields, true],
    ["purpose", one.purpose, true],
    ["law", one.law, true],
    ["months", months, false],
    ["readers", readers.length > 0 ? list(readers) : t("openness.noReaders"), false],
    ["texts", one.texts > 0 ? t("openness.texts", { count: one.texts, sealed: one.sealedTexts }) : null, false],
  ] as const;
  return (
    <Folded name={name} {...(one.months !== null && { beside: months })}>
      <dl className={styles["facts"]}>
        {facts.flatMap(([key, text, registered]) =>
          text === null
            ? []
            : [
                <div key={key}>
                  <dt>{t(`openness.field.${key}`)}</dt>
                  {/* The register is kept in Chinese, whatever the reader's language. */}
                  <dd lang={registered ? "zh-CN" : undefined}>{text}</dd>
                </div>,
              ],
        )}
      </dl>
      <p className={home["soft"]}>
        {one.assessedOn === null ? t("openness.notAssessed") : t("openness.assessed", { day: date(one.assessedOn) })}
      </p>
    </Folded>
  );
}

const total = (register: Data["register"]) => register.reduce((sum, { fields }) => sum + fields, 0);

const columns = ["purpose", "basis", "level", "retention", "fields", "sealed"] as const;

function Register({ register }: { register: Data["register"] }) {
  const { say } = useWords();
  const rows = register.map((row) => ({
    key: [row.purpose, row.basis, row.level, row.retention].join(" "),
    cells: {
      purpose: say(`openness.purpose.${row.purpose}`),
      basis: say(`openness.basis.${row.basis}`),
      level: say(`openness.level.${row.level}`),
      retention: say(`openness.retention.${row.retention}`),
      fields: String(row.fields),
      sealed: String(row.sealed),
    },
  }));
  return <OpenTable columns={columns} rows={rows} looks={[tables["table"], own["rules"]]} labelledBy="open-register" />;
}
