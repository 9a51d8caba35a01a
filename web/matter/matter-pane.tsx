import { useEffect, useRef } from "react";
import { shanghaiDay, shanghaiTime } from "#kernel/shanghai-time.ts";
import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { ActBar } from "#web/matter/act-bar.tsx";
import { ActPanel } from "#web/matter/act-panel.tsx";
import { entryId, entryTitle } from "#web/matter/entry-view.tsx";
import { MatterAside } from "#web/matter/matter-aside.tsx";
import { MatterHead } from "#web/matter/matter-head.tsx";
import { MatterTimeline } from "#web/matter/matter-timeline.tsx";
import { isInternal, lastSeq, type Matter } from "#web/matter/matter-view.ts";
import { useActs } from "#web/matter/use-chosen-act.ts";
import { useCounterpart } from "#web/matter/use-counterpart.ts";
import { useReadMatter } from "#web/notices/use-unread.ts";
import { findProcedure } from "#web/procedures.ts";
import { serverNow } from "#web/server-time.ts";
import { useMe } from "#web/session.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { useWide } from "#web/ui/use-wide.ts";
import styles from "#web/matter/matter.module.css";

interface Props {
  id: number;
  /** A step whose form should be open at once. */
  step?: string | undefined;
}

/** A matter with everything that can be done with it; beside a list on a desk, or a page of its own. */
export function MatterPane({ id, step }: Props) {
  const query = useOperation("matter.get", { id });
  return <PageState query={query}>{(matter) => <MatterView key={matter.id} matter={matter} step={step} />}</PageState>;
}

function MatterView({ matter, step }: { matter: Matter; step: string | undefined }) {
  const wide = useWide();
  const counterpart = useCounterpart(matter);
  const acts = useActs(matter, step);
  useTitle(matter.title);
  useNews(matter);
  useReadMatter(matter.id);
  return (
    <article className={styles["pane"]}>
      <div className={styles["columns"]}>
        <div className={styles["mainColumn"]}>
          <MatterHead matter={matter} asked={counterpart.asked} />
          <MatterTimeline matter={matter} />
          {wide && (
            <div className="no-print">
              <ActPanel matter={matter} acts={acts} />
            </div>
          )}
        </div>
        <MatterAside matter={matter} counterpart={counterpart} />
      </div>
      {!wide && <ActBar matter={matter} acts={acts} call={counterpart.call} />}
      <PrintFoot matter={matter} />
    </article>
  );
}

/** Shows where one's own word has gone, and says what others have done while one looks at something else. */
function useNews(matter: Matter): void {
  const words = useWords();
  const newest = lastSeq(matter);
  const known = useRef(newest);
  useEffect(() => {
    const entry = matter.entries.find((one) => one.seq === newest);
    if (newest <= known.current || entry === undefined) return;
    known.current = newest;
    if (entry.mine) document.querySelector(`#${entryId(matter.id, newest)}`)?.scrollIntoView({ block: "nearest" });
    else showToast(entryTitle(words, matter.procedure, findProcedure(matter.procedure), entry));
  }, [matter, newest, words]);
}

/** On paper: who printed it and when, and whether it may be handed out. */
function PrintFoot({ matter }: { matter: Matter }) {
  const { t, date } = useWords();
  const me = useMe();
  const now = serverNow();
  const internal = matter.entries.some((entry) => isInternal(findProcedure(matter.procedure), entry.audience));
  return (
    <div className={styles["printFoot"]}>
      {internal && (
        <p>
          <strong>{t("matter.printedInternal")}</strong>
        </p>
      )}
      <p>{t("matter.printed", { who: me.dutyName, time: `${date(shanghaiDay(now))} ${shanghaiTime(now)}` })}</p>
    </div>
  );
}
