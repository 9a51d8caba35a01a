import { type FormEvent, useState } from "react";
import { addDays, isDay, shanghaiDay } from "#kernel/shanghai-time.ts";
import { limitWords, nameOfUse, type Rule } from "#web/administration/rule-words.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { RadioField, SelectField, SwitchField, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";

const units = ["wh", "wd", "min", "h", "d", "cd"] as const;
type Unit = (typeof units)[number];
type Source = "P" | "L";

/** One limit: another version from a day on, with what it touches and what stands against it; and its versions so far. */
export function RuleSheet({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const words = useWords();
  return (
    <Sheet open onClose={onClose} title={nameOfUse(words, rule.uses[0])}>
      <div className={forms["form"]}>
        <NewVersion rule={rule} onClose={onClose} />
        <Versions rule={rule} />
      </div>
    </Sheet>
  );
}

function NewVersion({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { t } = useWords();
  const set = useAction("rule.set");
  const errorOf = useFieldError(set.error);
  const city = rule.versions.find((one) => one.source === "P" && one.state === "inForce");
  const now = city?.limit ?? rule.declared;
  const tomorrow = addDays(shanghaiDay(serverNow()), 1);
  const [source, setSource] = useState<Source>("P");
  const [amount, setAmount] = useState(String(now.amount));
  const [unit, setUnit] = useState<Unit>(now.unit);
  const [from, setFrom] = useState(tomorrow);
  const [law, setLaw] = useState("");
  const [article, setArticle] = useState("");
  const [startExcluded, setStartExcluded] = useState(true);
  const [rollForward, setRollForward] = useState(false);
  const byDays = unit === "d" || unit === "cd";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = source === "L" ? { law: law.trim() || null, article: article.trim() || null } : {};
    const done = await set
      .mutateAsync({ key: rule.key, amount, unit, from, source, startExcluded, rollForward, ...named })
      .catch(() => undefined);
    if (!done) return;
    showToast(t("rule.saved"));
    onClose();
  };
  return (
    <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
      <RadioField
        inline
        label={t("rule.source")}
        choices={(["P", "L"] as const).map((value) => ({ value, label: t(`rule.source.${value}`) }))}
        value={source}
        onChange={setSource}
      />
      <div className={forms["pair"]}>
        <TextField
          label={t("rule.amount")}
          inputMode="numeric"
          value={amount}
          error={errorOf("amount")}
          autoComplete="off"
          onChange={setAmount}
        />
        <SelectField
          label={t("rule.unit")}
          choices={units.map((value) => ({ value, label: t(`rule.unit.${value}`) }))}
          value={unit}
          onChange={(next) => setUnit(next ?? unit)}
        />
      </div>
      {byDays && (
        <>
          <SwitchField label={t("rule.startExcluded")} value={startExcluded} onChange={setStartExcluded} />
          <SwitchField label={t("rule.rollForward")} value={rollForward} onChange={setRollForward} />
        </>
      )}
      {source === "L" && (
        <div className={forms["pair"]}>
          <TextField label={t("rule.law")} value={law} error={errorOf("law")} autoComplete="off" onChange={setLaw} />
          <TextField
            label={t("rule.article")}
            placeholder={t("rule.articleHint")}
            value={article}
            error={errorOf("article")}
            autoComplete="off"
            onChange={setArticle}
          />
        </div>
      )}
      <TextField label={t("rule.from")} type="date" value={from} error={errorOf("from")} onChange={setFrom} />
      <Preview rule={rule} source={source} amount={amount} unit={unit} from={from} />
      <ActionError error={set.error} except={["amount", "law", "article", "from"]} />
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={set.isPending}>
          {t("rule.save")}
        </Button>
      </div>
    </form>
  );
}

/** Which new work it would be for, and, for the city's own limit, whether a law stands against it. */
function Preview(props: { rule: Rule; source: Source; amount: string; unit: Unit; from: string }) {
  const words = useWords();
  const { t, due, when } = words;
  const { rule, source, amount, unit, from } = props;
  const asked = source === "P" && /^[1-9]\d{0,3}$/.test(amount) && isDay(from);
  const check = useOperation("rule.check", { key: rule.key, amount, unit, from }, { enabled: asked });
  const conflict = asked ? (check.data?.conflict ?? null) : null;
  return (
    <div aria-live="polite">
      <p className={home["soft"]}>{t("rule.touches")}</p>
      <ul className={home["bullets"]}>
        {rule.uses.map((use) => (
          <li key={`${use.procedure}-${use.task}-${use.option}`}>{nameOfUse(words, use)}</li>
        ))}
      </ul>
      {conflict !== null && (
        <p className={forms["gap"]}>
          {t("rule.conflict", {
            law: conflict.law,
            article: conflict.article,
            limit: limitWords(words, conflict.limit),
            start: when(conflict.start),
            ends: due(conflict.ends),
            lawful: due(conflict.lawful),
          })}
        </p>
      )}
      {asked && check.data?.conflict === null && <p className={home["soft"]}>{t("rule.noConflict")}</p>}
    </div>
  );
}

function Versions({ rule }: { rule: Rule }) {
  const words = useWords();
  const { t, date } = words;
  const withdraw = useAction("rule.withdraw");
  if (rule.versions.length === 0) return null;
  return (
    <section aria-labelledby="rule-versions">
      <h3 id="rule-versions">{t("rule.history")}</h3>
      <ul className={home["rows"]}>
        {rule.versions.map((one) => (
          <li key={`${one.source}-${one.from}`} className={forms["line"]}>
            <div>
              <p>
                <strong>{limitWords(words, one.limit)}</strong> · {t(`rule.source.${one.source}`)}
                {one.law !== null && ` · ${t("rule.ofLaw", { law: one.law, article: one.article ?? "" })}`}
              </p>
              <p className={home["soft"]}>
                {t(`rule.state.${one.state}`, { day: date(shanghaiDay(new Date(one.from))) })}
                {one.setBy !== null && ` · ${t("rule.setBy", { name: one.setBy })}`}
              </p>
            </div>
            {one.state === "coming" && (
              <Button
                look="quiet"
                busy={withdraw.isPending}
                onClick={() =>
                  toastWhen(withdraw.mutateAsync({ key: rule.key, source: one.source, from: one.from }), () =>
                    t("rule.withdrawn"),
                  )
                }
              >
                {t("rule.withdraw")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ActionError error={withdraw.error} />
    </section>
  );
}
