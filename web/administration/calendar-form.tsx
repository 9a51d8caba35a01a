import { type FormEvent, useState } from "react";
import { packDays, readNotice } from "#capabilities/administration/calendar-text.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { CalendarFile } from "#web/administration/calendar-file.tsx";
import type { Calendar } from "#web/administration/calendar-page.tsx";
import { calendarSource } from "#web/administration/calendar-source.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextArea, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";

const words = { rest: "休", work: "班" } as const;

/** A year as its notice says it, pasted line by line; what it would move is shown before it is saved. */
export function CalendarForm({ calendar }: { calendar: Calendar }) {
  const { t } = useWords();
  const set = useAction("workYear.set");
  const errorOf = useFieldError(set.error);
  const [year, setYear] = useState(String(Number(shanghaiDay(serverNow()).slice(0, 4)) + 1));
  const [source, setSource] = useState("");
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<string>();
  const wanted = /^20\d\d$/.test(year) ? Number(year) : undefined;
  const { days, faults } = readNotice(text, wanted ?? 0);
  const packed = packDays(days);
  const ready = wanted !== undefined && days.length > 0 && faults.length === 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const done = await set.mutateAsync({ year: wanted, source, days }).catch(() => undefined);
    if (!done) return;
    showToast(t("calendar.saved"));
    setText("");
    setSource("");
    setAsked(undefined);
  };
  return (
    <section className={home["part"]} aria-labelledby="calendar-enter">
      <h2 id="calendar-enter">{t("calendar.enter")}</h2>
      {calendar.proposals.map((proposal) => (
        <div key={proposal.year} className={home["buttons"]}>
          <Button
            onClick={() => {
              setYear(String(proposal.year));
              setSource(calendarSource(t, proposal.source));
              setText(proposal.days.map(({ day, kind, name }) => `${day} ${words[kind]} ${name}`).join("\n"));
            }}
          >
            {t("calendar.proposal", { year: proposal.year })}
          </Button>
        </div>
      ))}
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <div className={forms["pair"]}>
          <TextField
            label={t("calendar.whichYear")}
            inputMode="numeric"
            maxLength={4}
            value={year}
            error={errorOf("year")}
            autoComplete="off"
            onChange={setYear}
          />
          <TextField
            label={t("calendar.noticeSource")}
            placeholder={t("calendar.noticeSourceHint")}
            value={source}
            error={errorOf("source")}
            autoComplete="off"
            onChange={setSource}
          />
        </div>
        <TextArea label={t("calendar.text")} hint={t("calendar.textHint")} rows={8} value={text} onChange={setText} />
        <CalendarFile
          onRead={(read) => {
            setText(read.text);
            if (read.year !== undefined) setYear(String(read.year));
          }}
        />
        {faults.length > 0 && (
          <ul className={forms["error"]} role="alert">
            {faults.slice(0, 10).map((fault) => (
              <li key={fault.line}>{t(`calendar.fault.${fault.code}`, { line: fault.line, text: fault.text })}</li>
            ))}
          </ul>
        )}
        {asked !== undefined && asked === packed && wanted !== undefined && <Preview year={wanted} days={packed} />}
        <ActionError error={set.error} except={["year", "source"]} />
        <div className={home["buttons"]}>
          <Button disabled={!ready} onClick={() => setAsked(packed)}>
            {t("calendar.preview")}
          </Button>
          <Button type="submit" look="filled" busy={set.isPending} disabled={!ready}>
            {t("calendar.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Preview({ year, days }: { year: number; days: string }) {
  const { t, say } = useWords();
  const query = useOperation("workYear.preview", { year, days });
  return (
    <PageState query={query} skeleton="list">
      {({ running, moved, settled, kinds }) => (
        <div aria-live="polite">
          <p>{t("calendar.previewText", { running, moved, settled })}</p>
          <ul className={home["bullets"]}>
            {kinds.map(({ procedure, task, earlier, later, days: by }) => (
              <li key={`${procedure}-${task}`}>
                {t("calendar.previewKind", {
                  name: `${say(`${procedure}.name`)} · ${say(`${procedure}.task.${task}`)}`,
                  earlier,
                  later,
                  days: by,
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </PageState>
  );
}
