import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { useMe } from "#web/session.tsx";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import { NameSheet, type Naming } from "#web/staffing/name-sheet.tsx";
import styles from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { SwitchField, TextField } from "#web/ui/field.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Project = OutputFor<"staffing.list">["items"][number];
type Proposal = OutputFor<"assignment.proposals">["items"][number];

const places = ["A", "B", "SPONSOR", "SPECIALIST"] as const;
const pageSize = 50;

/** 人员: every project with everybody in charge, those that lack somebody first; the office names whom it needs. */
export function StaffingPage() {
  const { t } = useWords();
  useTitle(t("staffing.title"));
  const office = useMe().desk === "office";
  const [gapsOnly, setGapsOnly] = useState(false);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [naming, setNaming] = useState<Naming | null>(null);
  const cursor = cursors.at(-1);
  const list = useOperation(
    "staffing.list",
    { gapsOnly, limit: pageSize, ...(cursor !== undefined && { cursor }) },
    { placeholderData: (before) => before },
  );
  const isForbidden = useForbidden(list);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={styles["page"]}>
      <section className={home["part"]}>
        <h1>{t("staffing.title")}</h1>
        <div className={`${home["between"] ?? ""} ${styles["choose"] ?? ""}`}>
          <SwitchField
            label={t("staffing.gapsOnly")}
            value={gapsOnly}
            onChange={(value) => {
              setGapsOnly(value);
              setCursors([]);
            }}
          />
          <span>
            <Link to="/handovers" className={home["all"]}>
              {t("handover.title")}
            </Link>
            {office && (
              <Link to="/staffing/leavers" className={home["all"]}>
                {t("leaver.title")}
              </Link>
            )}
          </span>
        </div>
      </section>
      {office && <Proposals />}
      <section className={home["part"]} aria-label={t("staffing.title")}>
        <PageState query={list} skeleton="list">
          {({ items, total, withGaps, nextCursor }) =>
            items.length === 0 ? (
              <Empty icon="check" title={t(gapsOnly ? "staffing.noGaps" : "staffing.empty")}>
                <p>{t("staffing.emptyText")}</p>
              </Empty>
            ) : (
              <>
                <p className={home["soft"]}>{t("staffing.count", { total, gaps: withGaps })}</p>
                <Table items={items} onName={office ? setNaming : null} />
                <div className={home["buttons"]}>
                  {cursors.length > 0 && (
                    <Button onClick={() => setCursors(cursors.slice(0, -1))}>{t("staffing.before")}</Button>
                  )}
                  {nextCursor !== null && (
                    <Button onClick={() => setCursors([...cursors, nextCursor])}>{t("staffing.next")}</Button>
                  )}
                </div>
              </>
            )
          }
        </PageState>
      </section>
      {naming !== null && <NameSheet naming={naming} onClose={() => setNaming(null)} />}
    </div>
  );
}

function Table({ items, onName }: { items: readonly Project[]; onName: ((naming: Naming) => void) | null }) {
  const { t } = useWords();
  return (
    <table
      className={`${styles["table"] ?? ""} ${styles["staff"] ?? ""}`}
      role="table"
      aria-label={t("staffing.title")}
    >
      <thead role="rowgroup" className="desk-only">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t("staffing.project")}
          </th>
          {places.map((place) => (
            <th key={place} scope="col" role="columnheader">
              {t(`place.${place}`)}
            </th>
          ))}
          <th scope="col" role="columnheader">
            {t("staffing.notes")}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((project) => (
          <tr key={project.id} role="row">
            <td role="cell" data-label={t("staffing.project")}>
              <span className={styles["project"]}>
                <Link to="/projects/$id" params={{ id: String(project.id) }}>
                  {project.name}
                </Link>
                <span className={home["soft"]}>{project.station.name}</span>
                <Link
                  to="/projects/$id/people"
                  params={{ id: String(project.id) }}
                  className={home["soft"]}
                  aria-label={`${t("staffing.people")} · ${project.name}`}
                >
                  {t("staffing.people")}
                </Link>
              </span>
            </td>
            {places.map((place) => (
              <PlaceCell key={place} project={project} place={place} onName={onName} />
            ))}
            <Notes project={project} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PlaceCell(props: {
  project: Project;
  place: (typeof places)[number];
  onName: ((naming: Naming) => void) | null;
}) {
  const { t } = useWords();
  const { project, place, onName } = props;
  const people = project.people.filter((person) => person.kind === place);
  const label = t(people.length === 0 || place === "SPECIALIST" ? "staffing.name" : "staffing.replace");
  return (
    <td role="cell" data-label={t(`place.${place}`)}>
      <span>
        {people.map((person) => (
          <span key={person.assignmentId} className={person.away ? styles["away"] : undefined}>
            {person.dutyName}
            {person.away && ` · ${t("presence.absent")}`}{" "}
          </span>
        ))}
        {people.length === 0 && (
          <span className={styles["gap"]}>
            <Icon name="warning" />
            {t("staffing.missing")}
          </span>
        )}
        {onName !== null && (
          <Button
            look="quiet"
            aria-label={`${label} · ${project.name} · ${t(`place.${place}`)}`}
            onClick={() => onName({ projectId: project.id, projectName: project.name, place })}
          >
            {label}
          </Button>
        )}
      </span>
    </td>
  );
}

function Notes({ project }: { project: Project }) {
  const { t, when, date } = useWords();
  // A place is empty from the beginning of a day.
  const since = (gap: Project["gaps"][number]) =>
    places.some((place) => place === gap.kind) ? date(shanghaiDay(new Date(gap.since))) : when(gap.since);
  return (
    <td role="cell" data-label={t("staffing.notes")} className={project.gaps.length === 0 ? styles["none"] : undefined}>
      <span>
        {project.gaps.map((gap) => (
          <span key={`${gap.kind}-${gap.since}`} className={gap.escalated ? styles["gap"] : styles["away"]}>
            {t(`staffing.gap.${gap.kind}`, { since: since(gap) })}
            {gap.escalated && ` ${t("staffing.escalated")}`}
            <br />
          </span>
        ))}
      </span>
    </td>
  );
}

/** What was proposed and waits for an order number. */
function Proposals() {
  const { t } = useWords();
  const query = useOperation("assignment.proposals", {});
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={home["part"]} aria-labelledby="staffing-proposals">
      <h2 id="staffing-proposals">{t("staffing.proposals", { count: items.length })}</h2>
      {items.map((proposal) => (
        <ProposalRow key={proposal.id} proposal={proposal} />
      ))}
    </section>
  );
}

function ProposalRow({ proposal }: { proposal: Proposal }) {
  const { t, day } = useWords();
  const [orderNo, setOrderNo] = useState("");
  const approve = useAction("assignment.approve");
  const errorOf = useFieldError(approve.error);
  const withdraw = useAction("assignment.withdraw");
  return (
    <div className={styles["line"]}>
      <div>
        <p>
          <strong>{proposal.holder.dutyName}</strong> · {t(`place.${proposal.kind}`)} · {proposal.projectName}
        </p>
        <p className={home["soft"]}>
          {t("staffing.from", { day: day(proposal.fromDay) })} · {proposal.reason} ·{" "}
          {t("staffing.proposedBy", { name: proposal.proposedBy })}
        </p>
        {proposal.fourEyes !== "may" && <p className={home["soft"]}>{t(`staffing.fourEyes.${proposal.fourEyes}`)}</p>}
        <ActionError error={approve.error ?? withdraw.error} except={["orderNo"]} />
      </div>
      {proposal.fourEyes !== "another" && (
        <TextField label={t("staffing.orderNo")} value={orderNo} onChange={setOrderNo} error={errorOf("orderNo")} />
      )}
      <div className={home["buttons"]}>
        {proposal.fourEyes !== "another" && (
          <Button
            look="filled"
            busy={approve.isPending}
            onClick={() => toastWhen(approve.mutateAsync({ id: proposal.id, orderNo }), () => t("staffing.approved"))}
          >
            {t("staffing.approve")}
          </Button>
        )}
        <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ id: proposal.id })}>
          {t("staffing.withdraw")}
        </Button>
      </div>
    </div>
  );
}
