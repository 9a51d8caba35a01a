import { type FormEvent, useState } from "react";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextArea, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Version = OutputFor<"returnVisitRule.list">["versions"][number];

const settings = ["sharePercent", "firmMonthCap", "waitDays", "withinDays"] as const;

/** What holds now, and another version of it. */
export function RuleInForce({ versions, mayChange }: { versions: readonly Version[]; mayChange: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const now = versions.find(({ state }) => state === "inForce");
  if (!now) return null;
  return (
    <section className={home["part"]} aria-labelledby="visit-rule">
      <h2 id="visit-rule">{t("visits.rule")}</h2>
      <Words version={now} />
      {mayChange ? (
        <div className={home["buttons"]}>
          <Button look="filled" onClick={() => setOpen(true)}>
            {t("visits.change")}
          </Button>
        </div>
      ) : (
        <p className={home["soft"]}>{t("visits.readOnly")}</p>
      )}
      {open && <NewVersion now={now} newest={versions[0]?.version ?? 1} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Words({ version }: { version: Version }) {
  const { t } = useWords();
  return (
    <ul className={home["bullets"]}>
      <li>
        {t("visits.share")} <strong>{t("visits.shareOf", { count: version.sharePercent })}</strong>
        <span className={home["soft"]}> · {t("visits.shareHint")}</span>
      </li>
      <li>{t("visits.capOf", { count: version.firmMonthCap })}</li>
      <li>{t("visits.daysOf", { wait: version.waitDays, within: version.withinDays })}</li>
    </ul>
  );
}

function NewVersion({ now, newest, onClose }: { now: Version; newest: number; onClose: () => void }) {
  const { t } = useWords();
  const set = useAction("returnVisitRule.set");
  const errorOf = useFieldError(set.error);
  const [values, setValues] = useState(() => ({
    sharePercent: String(now.sharePercent),
    firmMonthCap: String(now.firmMonthCap),
    waitDays: String(now.waitDays),
    withinDays: String(now.withinDays),
  }));
  const [from, setFrom] = useState(() => addDays(shanghaiDay(serverNow()), 1));
  const [reason, setReason] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await set.mutateAsync({ ...values, from, reason, version: newest }).catch(() => undefined);
    if (!done) return;
    showToast(t("visits.saved"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("visits.change")}>
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <div className={forms["pair"]}>
          {settings.map((name) => (
            <TextField
              key={name}
              label={t(`visits.${name}`)}
              inputMode="numeric"
              value={values[name]}
              error={errorOf(name)}
              autoComplete="off"
              onChange={(value) => setValues({ ...values, [name]: value })}
            />
          ))}
        </div>
        <TextField
          label={t("visits.from")}
          hint={t("visits.fromHint")}
          type="date"
          value={from}
          error={errorOf("from")}
          onChange={setFrom}
        />
        <TextArea
          label={t("visits.reason")}
          rows={3}
          max={300}
          value={reason}
          error={errorOf("reason")}
          onChange={setReason}
        />
        <ActionError error={set.error} except={[...settings, "from", "reason"]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={set.isPending} disabled={reason.trim().length < 2}>
            {t("visits.save")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** Every version, the newest first: what it said, from when, by whom and why. */
export function RuleVersions({ versions }: { versions: readonly Version[] }) {
  const { t, date, when } = useWords();
  return (
    <section className={home["part"]} aria-labelledby="visit-versions">
      <h2 id="visit-versions">{t("visits.versions")}</h2>
      {versions.some(({ state }) => state === "coming") && <p className={home["soft"]}>{t("visits.replaceHint")}</p>}
      <ul className={home["rows"]}>
        {versions.map((one) => (
          <li key={one.version} className={forms["line"]}>
            <div>
              <p>
                <strong>{t("visits.version", { version: one.version })}</strong> ·{" "}
                {t(`visits.state.${one.state}`, { day: date(shanghaiDay(new Date(one.from))) })}
              </p>
              <p>
                {[
                  t("visits.shareOf", { count: one.sharePercent }),
                  t("visits.capOf", { count: one.firmMonthCap }),
                  t("visits.daysOf", { wait: one.waitDays, within: one.withinDays }),
                ].join(" · ")}
              </p>
              <p className={home["soft"]}>
                {one.setBy !== null && one.setAt !== null
                  ? t("visits.setBy", { name: one.setBy, at: when(one.setAt), reason: one.reason ?? "" })
                  : t("visits.fromStart")}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
