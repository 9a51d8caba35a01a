import { type FormEvent, useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useAction, useOperation } from "#web/call.ts";
import own from "#web/data-protection/data-protection.module.css";
import { useTextFields } from "#web/forms/use-text-fields.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { DraftNote } from "#web/ui/draft.tsx";
import { TextArea, TextField } from "#web/ui/field.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Assessment = OutputFor<"assessment.list">["items"][number];

/** 影响评估与对外提供: an assessment for each module with personal data, and what was passed on to others. */
export function RegisterPage() {
  const { t } = useWords();
  useTitle(t("register.title"));
  const assessments = useOperation("assessment.list", {});
  const [changing, setChanging] = useState<Assessment>();
  const [passing, setPassing] = useState(false);
  const may = assessments.data?.mayRecord === true;
  const isForbidden = useForbidden(assessments);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={tables["page"]}>
      <section className={home["part"]}>
        <div className={classNames(home["between"], own["head"])}>
          <h1>{t("register.title")}</h1>
          {may && (
            <Button look="filled" onClick={() => setPassing(true)}>
              {t("register.pass")}
            </Button>
          )}
        </div>
        <p className={styles["lead"]}>{t("register.lead")}</p>
      </section>
      <section className={home["part"]} aria-labelledby="register-assessments">
        <h2 id="register-assessments">{t("register.assessments")}</h2>
        <PageState query={assessments} skeleton="list">
          {({ items }) => (
            <ul className={home["rows"]}>
              {items.map((one) => (
                <AssessmentRow key={one.module} one={one} onChange={may ? () => setChanging(one) : undefined} />
              ))}
            </ul>
          )}
        </PageState>
      </section>
      <Disclosures />
      {changing && <AssessmentSheet one={changing} onClose={() => setChanging(undefined)} />}
      {passing && <PassSheet onClose={() => setPassing(false)} />}
    </div>
  );
}

function useModule(): (module: string) => string {
  const { find } = useWords();
  return (module) => find(`register.module.${module}`) ?? find(`${module}.name`) ?? module;
}

function AssessmentRow({ one, onChange }: { one: Assessment; onChange: (() => void) | undefined }) {
  const { t, date } = useWords();
  const nameOf = useModule();
  const state = t(`register.state.${one.state}`, { day: one.validUntil === null ? "" : date(one.validUntil) });
  return (
    <li className={tables["line"]}>
      <details className={classNames(styles["words"], own["one"])}>
        <summary>
          <strong>{nameOf(one.module)}</strong>{" "}
          <span className={one.state === "VALID" ? home["soft"] : tables["away"]}>{state}</span>
        </summary>
        <dl className={home["facts"]}>
          {(["purpose", "fields", "law", "dangers", "measures"] as const).map((key) => (
            <FactRow key={key} name={t(`register.field.${key}`)} text={one[key]} />
          ))}
        </dl>
        <p className={home["soft"]}>
          {one.number !== null && `${one.number} · `}
          {one.assessedBy === null ? t("register.fromProgram") : t("register.by", { name: one.assessedBy })}
        </p>
        {one.earlier.map((before) => (
          <p key={before.number} className={home["soft"]}>
            {t("register.earlier", {
              number: before.number,
              from: date(before.assessedOn),
              to: date(before.validUntil),
            })}
          </p>
        ))}
        {onChange !== undefined && <Button onClick={onChange}>{t("register.renew")}</Button>}
      </details>
    </li>
  );
}

function FactRow({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

function Disclosures() {
  const { t, date } = useWords();
  const query = useOperation("disclosure.list", {});
  return (
    <section className={home["part"]} aria-labelledby="register-passed">
      <h2 id="register-passed">{t("register.passed")}</h2>
      <PageState query={query} skeleton="list">
        {({ items }) =>
          items.length === 0 ? (
            <p className={home["soft"]}>{t("register.passedNone")}</p>
          ) : (
            <ul className={home["rows"]}>
              {items.map((one) => (
                <li key={one.id}>
                  <p>
                    <strong>{one.recipient}</strong> {date(one.onDay)}
                  </p>
                  <p>{one.what}</p>
                  <p className={home["soft"]}>
                    {[one.record, one.law, one.number, t("register.by", { name: one.notedBy })]
                      .filter(Boolean)
                      .join(" · ")}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </PageState>
    </section>
  );
}

function AssessmentSheet({ one, onClose }: { one: Assessment; onClose: () => void }) {
  const { t } = useWords();
  const nameOf = useModule();
  const record = useAction("assessment.record");
  const { purpose, fields, law, dangers, measures } = one;
  const known = { purpose, fields, law, dangers, measures, validUntil: "" };
  const { given, field, draft } = useTextFields(`assessment:${one.module}`, known, record.error, (name) =>
    t(`register.field.${name}`),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (record.isPending) return;
    const done = await record.mutateAsync({ module: one.module, ...given }).catch(() => undefined);
    if (!done) return;
    draft.clear();
    showToast(t("register.renewed"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={nameOf(one.module)}>
      <form className={tables["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <p>{t("register.public")}</p>
        <TextField {...field("purpose")} />
        <TextArea {...field("fields")} rows={2} max={1000} />
        <TextField {...field("law")} />
        <TextArea {...field("dangers")} rows={3} max={2000} />
        <TextArea {...field("measures")} rows={3} max={2000} />
        <TextField {...field("validUntil")} type="date" />
        <DraftNote draft={draft} />
        <ActionError error={record.error} except={Object.keys(given)} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={record.isPending}>
            {t("register.save")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}

function PassSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const record = useAction("disclosure.record");
  const empty = { onDay: "", recipient: "", what: "", law: "", number: "" };
  const { given, field, draft } = useTextFields("disclosure", empty, record.error, (name) =>
    t(`register.passField.${name}`),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (record.isPending) return;
    const { number, ...rest } = given;
    const input = number.trim() === "" ? rest : { ...rest, number: number.trim() };
    const done = await record.mutateAsync(input).catch(() => undefined);
    if (!done) return;
    draft.clear();
    showToast(t("register.passDone"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("register.pass")} place="middle">
      <form className={tables["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <TextField {...field("recipient")} />
        <TextField {...field("what")} />
        <TextField {...field("law")} />
        <TextField {...field("onDay")} type="date" />
        <TextField {...field("number")} hint={t("hold.numberHint")} optional />
        <DraftNote draft={draft} />
        <ActionError error={record.error} except={Object.keys(given)} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={record.isPending}>
            {t("register.save")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
