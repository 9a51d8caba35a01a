import { useState } from "react";
import { useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Failure } from "#web/notices/address-part.tsx";
import type { NoticeSettings } from "#web/notices/notice-settings.tsx";
import styles from "#web/notices/notices.module.css";
import { Button, IconButton } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";

/** Days on which a firm wants to be left alone; its desk keeps them. */
export function QuietDays({ days, mayChange }: { days: NoticeSettings["quietDays"]; mayChange: boolean }) {
  const { t, date } = useWords();
  const remove = useAction("quietDay.remove");
  return (
    <section className={styles["form"]} aria-labelledby="quiet-days">
      <h3 id="quiet-days">{t("notice.settings.quietDays")}</h3>
      <p className={home["soft"]}>{t("notice.settings.quietDaysText")}</p>
      {days.length === 0 ? (
        <p>{t("notice.settings.noQuietDays")}</p>
      ) : (
        <ul className={styles["days"]}>
          {days.map(({ id, from, to }) => (
            <li key={id}>
              <span>{t("notice.settings.days", { from: date(from), to: date(to) })}</span>
              {mayChange && (
                <IconButton
                  icon="close"
                  label={t("notice.settings.removeDays", { from: date(from), to: date(to) })}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ id })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <Failure error={remove.error} />
      {mayChange && <AddDays />}
    </section>
  );
}

function AddDays() {
  const words = useWords();
  const { t } = words;
  const add = useAction("quietDay.add");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const issue = add.error?.issues[0];
  const done = () => {
    setFrom("");
    setTo("");
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ from, to: to === "" ? from : to }, { onSuccess: done });
      }}
    >
      <div className={styles["pair"]}>
        <TextField type="date" label={t("notice.settings.firstDay")} value={from} onChange={setFrom} />
        <TextField
          type="date"
          label={t("notice.settings.lastDay")}
          error={issue && issueWords(words, issue)}
          value={to}
          onChange={setTo}
        />
      </div>
      {issue === undefined && <Failure error={add.error} />}
      <Button type="submit" busy={add.isPending} disabled={from === ""}>
        {t("notice.settings.addDays")}
      </Button>
    </form>
  );
}
