import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import styles from "#web/administration/administration.module.css";
import { useAction, useOperation } from "#web/call.ts";
import own from "#web/data-protection/data-protection.module.css";
import { useTextFields } from "#web/forms/use-text-fields.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { navItems } from "#web/nav.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { ActionError } from "#web/staffing/action-error.tsx";
import tables from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { DraftNote } from "#web/ui/draft.tsx";
import { TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Glass = OutputFor<"glass.list">["items"][number];

/** 临时开放: two administrators of different offices open one matter to one person, to read, for a day at most. */
export function GlassPage() {
  const words = useWords();
  const { t } = words;
  useTitle(t("glass.title"));
  const me = useMe();
  const query = useOperation("glass.list", {});
  const [asking, setAsking] = useState(false);
  // Whoever read by it, and does no more, has it not among his places: a way back all the same.
  const isPlace = navItems(words, me, undefined).some(({ to }) => to === "/glass");
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      {!isPlace && <PageHead back="/me" title={t("glass.title")} />}
      <div className={tables["page"]}>
        <section className={home["part"]}>
          <div className={classNames(home["between"], own["head"])}>
            <h1>{t("glass.title")}</h1>
            {(me.desk === "administration" || me.desk === "security") && (
              <Button look="filled" onClick={() => setAsking(true)}>
                {t("glass.ask")}
              </Button>
            )}
          </div>
          <p className={styles["lead"]}>{t("glass.lead")}</p>
        </section>
        <PageState query={query} skeleton="list">
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="lock" title={t("glass.none")}>
                <p>{t("glass.noneText")}</p>
              </Empty>
            ) : (
              <section className={home["part"]} aria-label={t("glass.title")}>
                <ul className={home["rows"]}>
                  {items.map((glass) => (
                    <GlassRow key={glass.id} glass={glass} />
                  ))}
                </ul>
              </section>
            )
          }
        </PageState>
        {asking && <AskSheet onClose={() => setAsking(false)} />}
      </div>
    </>
  );
}

function GlassRow({ glass }: { glass: Glass }) {
  const { t, when } = useWords();
  const open = useAction("glass.open");
  const end = useAction("glass.end");
  return (
    <li className={tables["line"]}>
      <div className={styles["words"]}>
        <p>
          {glass.matterId === null ? (
            <strong>{glass.number}</strong>
          ) : (
            <Link to="/matters/$id" params={{ id: String(glass.matterId) }}>
              {glass.number}
            </Link>
          )}{" "}
          {t("glass.for", { name: glass.reader, unit: glass.unitName, count: glass.hours })}
        </p>
        <p>{glass.reason}</p>
        <p className={home["soft"]}>
          {t("glass.askedBy", { name: glass.askedBy, when: when(glass.askedAt) })}
          {glass.openedBy !== null &&
            ` · ${t("glass.openedBy", { name: glass.openedBy, when: glass.openedAt === null ? "" : when(glass.openedAt) })}`}
        </p>
        <p className={glass.state === "ENDED" ? home["soft"] : tables["away"]}>
          {glass.state === "OPEN" && glass.endsAt !== null
            ? t("glass.openUntil", { when: when(glass.endsAt) })
            : t(`glass.state.${glass.state}`)}
        </p>
        <ActionError error={open.error ?? end.error} />
      </div>
      <div className={home["buttons"]}>
        {glass.mayOpen && (
          <Button busy={open.isPending} onClick={() => open.mutate({ id: glass.id })}>
            {t("glass.open")}
          </Button>
        )}
        {glass.mayEnd && (
          <Button
            look={glass.mayOpen ? "quiet" : "outline"}
            busy={end.isPending}
            onClick={() => end.mutate({ id: glass.id })}
          >
            {t("glass.end")}
          </Button>
        )}
      </div>
    </li>
  );
}

function AskSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const ask = useAction("glass.ask");
  const empty = { number: "", policeNumber: "", hours: "4", reason: "" };
  const { given, field, draft } = useTextFields("glass", empty, ask.error, (name) => t(`glass.field.${name}`));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (ask.isPending) return;
    const input = {
      number: given.number.trim(),
      policeNumber: given.policeNumber.trim(),
      hours: Number(given.hours),
      reason: given.reason,
    };
    const done = await ask.mutateAsync(input).catch(() => undefined);
    if (!done) return;
    draft.clear();
    showToast(t("glass.askDone"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("glass.ask")} place="middle">
      <form className={tables["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <p>{t("glass.askText")}</p>
        <TextField {...field("number")} hint={t("hold.numberHint")} />
        <TextField {...field("policeNumber")} inputMode="numeric" />
        <TextField {...field("hours")} inputMode="numeric" hint={t("glass.hoursHint")} />
        <TextField {...field("reason")} />
        <DraftNote draft={draft} />
        <ActionError error={ask.error} except={["number", "policeNumber", "hours", "reason"]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={ask.isPending}>
            {t("glass.askYes")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
