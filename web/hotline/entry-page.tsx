import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { replyClasses } from "#capabilities/hotline/forms.ts";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import styles from "#web/hotline/hotline.module.css";
import { fieldOf, missing, newTicket, reviveTicket, type TicketDraft, ticketInput } from "#web/hotline/ticket-draft.ts";
import { useWords } from "#web/i18n/index.ts";
import { complaintWords } from "#web/imports/import-words.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { RadioField, SelectField, SwitchField, TextArea, TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Places = OutputFor<"ticket.places">;
type Received = OutputFor<"ticket.receive">;

/** 登记工单: a ticket that the hotline gave by telephone or fax. */
export function TicketEntryPage() {
  const { t } = useWords();
  const places = useOperation("ticket.places", {});
  const [received, setReceived] = useState<Received>();
  useTitle(t("ticket.enter"));
  const isForbidden = useForbidden(places);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      <PageHead back="/hotline" title={<h1>{t("ticket.enter")}</h1>} />
      <div className={home["page"]}>
        <section className={home["part"]}>
          {received === undefined ? (
            <>
              <p>{t("ticket.enterLead")}</p>
              <PageState query={places} skeleton="list">
                {(known) => <Entry places={known} onReceived={setReceived} />}
              </PageState>
            </>
          ) : (
            <>
              <p role="status">
                <strong>{t(received.created ? "ticket.entered" : "ticket.wasHere")}</strong>
              </p>
              <div className={home["buttons"]}>
                <Link to="/matters/$id" params={{ id: String(received.id) }} className={buttonClass("filled")}>
                  {t("ticket.openIt")}
                </Link>
                <Button onClick={() => setReceived(undefined)}>{t("ticket.another")}</Button>
              </div>
            </>
          )}
        </section>
      </div>
    </>
  );
}

function Entry({ places, onReceived }: { places: Places; onReceived: (received: Received) => void }) {
  const words = useWords();
  const { t, say } = words;
  const now = serverNow();
  const kept = useDraft<TicketDraft>("ticket", newTicket(shanghaiDay(now), shanghaiTime(now)), reviveTicket);
  const draft = kept.value;
  const [absent, setAbsent] = useState<ReadonlyMap<keyof TicketDraft, string>>(new Map());
  const receive = useAction("ticket.receive");
  const issues = receive.error?.issues ?? [];
  const project = places.projects.find(({ id }) => String(id) === draft.projectId);

  const set = (change: Partial<TicketDraft>) => kept.set((before) => ({ ...before, ...change }));
  const errorOf = (field: keyof TicketDraft) => {
    const code = absent.get(field);
    if (code !== undefined) return say(`issue.${code}`);
    const issue = issues.find(({ path }) => fieldOf(path) === field);
    return issue && complaintWords(words, issue);
  };
  const text = (field: Exclude<keyof TicketDraft, "class" | "confidential">) => ({
    value: draft[field],
    onChange: (value: string) => set({ [field]: value }),
    error: errorOf(field),
    autoComplete: "off",
  });
  const unplaced = issues.filter(({ path }) => fieldOf(path) === undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missing(draft);
    setAbsent(lacking);
    if (lacking.size > 0 || receive.isPending) return;
    receive.mutate(ticketInput(draft, project?.unitId), {
      onSuccess: (received) => {
        kept.clear();
        onReceived(received);
      },
    });
  };

  return (
    <form className={styles["form"]} noValidate onSubmit={submit} aria-label={t("ticket.enter")}>
      <TextField {...text("number")} label={t("hotline.form.ticketNumber")} hint={t("ticket.numberHint")} />
      <SelectField
        optional
        label={t("ticket.project")}
        empty={t("ticket.noProject")}
        choices={places.projects.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={draft.projectId === "" ? null : draft.projectId}
        error={errorOf("projectId")}
        onChange={(projectId) => set({ projectId: projectId ?? "" })}
      />
      {project === undefined && (
        <SelectField
          label={t("ticket.unit")}
          choices={places.units.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={draft.unitId === "" ? null : draft.unitId}
          error={errorOf("unitId")}
          onChange={(unitId) => set({ unitId: unitId ?? "" })}
        />
      )}
      <TextField {...text("title")} label={t("ticket.heading")} />
      <TextArea {...text("text")} label={t("hotline.form.ticketText")} rows={5} max={4000} />
      <TextField {...text("subject")} label={t("hotline.form.subject")} />
      <TextField {...text("place")} optional label={t("hotline.form.place")} />
      <RadioField
        inline
        label={t("hotline.form.class")}
        choices={replyClasses.map((value) => ({ value, label: t(`hotline.form.class.${value}`) }))}
        value={draft.class}
        onChange={(value) => set({ class: value })}
      />
      <div className={styles["pair"]}>
        <TextField {...text("receivedDay")} type="date" label={t("ticket.receivedDay")} />
        <TextField {...text("receivedTime")} type="time" label={t("ticket.receivedTime")} />
      </div>
      <div className={styles["pair"]}>
        <TextField {...text("dueDay")} type="date" optional label={t("ticket.dueDay")} />
        <TextField {...text("dueTime")} type="time" optional label={t("ticket.dueTime")} />
      </div>
      <TextField {...text("callerName")} optional label={t("hotline.form.callerName")} />
      <TextField {...text("callerPhone")} optional label={t("hotline.form.callerPhone")} inputMode="tel" />
      <SwitchField
        label={t("hotline.form.confidential")}
        hint={t("hotline.form.confidential.hint")}
        value={draft.confidential}
        onChange={(confidential) => set({ confidential })}
      />
      <DraftNote draft={kept} />
      {receive.error !== null && (issues.length === 0 || unplaced.length > 0) && (
        <p className={styles["late"]} role="alert">
          {unplaced.length > 0
            ? unplaced.map((issue) => complaintWords(words, issue)).join(" ")
            : t(`error.${receive.error.code}`)}
        </p>
      )}
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={receive.isPending}>
          {t("ticket.receive")}
        </Button>
        <Link to="/hotline" className={buttonClass("outline")}>
          {t("act.cancel")}
        </Link>
      </div>
    </form>
  );
}
