import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { addDays, shanghaiDay } from "#kernel/shanghai-time.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { BulkHandover } from "#web/staffing/bulk-handover.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SelectField, TextField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Leaver = OutputFor<"account.leavers">["items"][number];

/** 离任与交接: whose last day is set and what is left of his; the office hands over all that one officer has. */
export function LeaversPage() {
  const { t } = useWords();
  useTitle(t("leaver.title"));
  const query = useOperation("account.leavers", {});
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <PageHead back="/staffing" title={t("leaver.title")} />
      <div className={home["page"]}>
        <PageState query={query} skeleton="list">
          {({ items }) => {
            const leaving = items.filter((one) => one.closesAt !== null);
            const officer = items.find((one) => String(one.accountId) === chosen);
            return (
              <>
                <section className={home["part"]}>
                  <h1>{t("leaver.title")}</h1>
                  {leaving.length === 0 && <p>{t("leaver.none")}</p>}
                  <ul className={home["rows"]}>
                    {leaving.map((one) => (
                      <LeaverRow key={one.accountId} leaver={one} onChoose={() => setChosen(String(one.accountId))} />
                    ))}
                  </ul>
                  <SelectField
                    label={t("leaver.officer")}
                    hint={t("leaver.officerHint")}
                    value={chosen}
                    onChange={setChosen}
                    choices={items.map((one) => ({
                      value: String(one.accountId),
                      label: `${one.dutyName} · ${one.unitName} · ${t("leaver.places", { count: one.places.length })}`,
                    }))}
                  />
                </section>
                {officer !== undefined && (
                  <Officer key={`${officer.accountId}-${officer.places.length}`} officer={officer} />
                )}
              </>
            );
          }}
        </PageState>
      </div>
    </>
  );
}

/** The last day that a closing account is open. */
const lastDayOf = (closesAt: string) => addDays(shanghaiDay(new Date(closesAt)), -1);

function LeaverRow({ leaver, onChoose }: { leaver: Leaver; onChoose: () => void }) {
  const { t, date } = useWords();
  const keep = useAction("account.keep");
  const over = leaver.closesAt !== null && new Date(leaver.closesAt) <= serverNow();
  return (
    <li className={styles["line"]}>
      <div>
        <p>
          <strong>{leaver.dutyName}</strong> <span className={home["soft"]}>{leaver.unitName}</span>
        </p>
        <p className={over ? styles["gap"] : undefined}>
          {leaver.closesAt !== null &&
            t(over ? "leaver.closed" : "leaver.lastDayIs", { day: date(lastDayOf(leaver.closesAt)) })}
          {" · "}
          {t(leaver.places.length === 0 ? "leaver.nothingLeft" : "leaver.left", { count: leaver.places.length })}
        </p>
        <ActionError error={keep.error} />
      </div>
      <div className={home["buttons"]}>
        {leaver.places.length > 0 && <Button onClick={onChoose}>{t("leaver.handOver")}</Button>}
        {!over && (
          <Button
            busy={keep.isPending}
            onClick={() => toastWhen(keep.mutateAsync({ id: leaver.accountId }), () => t("leaver.kept"))}
          >
            {t("leaver.keep")}
          </Button>
        )}
      </div>
    </li>
  );
}

function Officer({ officer }: { officer: Leaver }) {
  const { t } = useWords();
  const handovers = useOperation("handover.list", {});
  const open = (handovers.data?.items ?? []).filter(
    (one) => one.from.accountId === officer.accountId && (one.state === "PENDING" || one.state === "REQUESTED"),
  );
  const free = officer.places.filter(
    (place) => !open.some((one) => one.project.id === place.project.id && one.kind === place.kind),
  );
  return (
    <>
      <section className={home["part"]} aria-labelledby="leaver-left">
        <h2 id="leaver-left">{t("leaver.what", { name: officer.dutyName })}</h2>
        {officer.places.length === 0 && <p>{t("leaver.noPlaces")}</p>}
        <ul className={home["rows"]}>
          {officer.places.map((place) => {
            const handover = open.find((one) => one.project.id === place.project.id && one.kind === place.kind);
            return (
              <li key={`${place.project.id}-${place.kind}`} className={styles["line"]}>
                <Link to="/projects/$id/people" params={{ id: String(place.project.id) }}>
                  {place.project.name} · {t(`place.${place.kind}`)}
                </Link>
                {handover !== undefined && (
                  <Link to="/handovers/$id" params={{ id: String(handover.id) }}>
                    {handover.to === null
                      ? t(`handover.state.${handover.state}`)
                      : t("leaver.pending", { name: handover.to.dutyName })}
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
      </section>
      {handovers.data !== undefined && free.length > 0 && <BulkHandover officer={officer} places={free} />}
      {officer.closesAt === null && <LastDay officer={officer} />}
    </>
  );
}

function LastDay({ officer }: { officer: Leaver }) {
  const { t } = useWords();
  const today = shanghaiDay(serverNow());
  const [lastDay, setLastDay] = useState("");
  const close = useAction("account.close");
  const errorOf = useFieldError(close.error);
  return (
    <section className={home["part"]} aria-labelledby="leaver-day">
      <h2 id="leaver-day">{t("leaver.leaves", { name: officer.dutyName })}</h2>
      <p className={home["soft"]}>{t("leaver.effect")}</p>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          toastWhen(close.mutateAsync({ id: officer.accountId, lastDay }), ({ places }) =>
            t("leaver.set", { count: places }),
          );
        }}
      >
        <TextField
          label={t("leaver.lastDay")}
          type="date"
          min={today}
          value={lastDay}
          onChange={setLastDay}
          error={errorOf("lastDay")}
        />
        <ActionError error={close.error} except={["lastDay"]} />
        <div className={home["buttons"]}>
          <Button look="filled" type="submit" busy={close.isPending} disabled={lastDay === ""}>
            {t("leaver.setDay")}
          </Button>
        </div>
      </form>
    </section>
  );
}
