import { Link } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { FigureData } from "#web/month/figure-words.ts";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

export interface Asked {
  figure: FigureData;
  side: "counted" | "others";
}

/** What a figure was counted from, as far as the reader may open it. */
export function RecordsSheet(props: { asked: Asked | undefined; month: string; unitId: number; onClose: () => void }) {
  const words = useWords();
  const { asked } = props;
  return (
    <Sheet
      open={asked !== undefined}
      onClose={props.onClose}
      title={asked === undefined ? "" : words.say(`figure.${asked.figure.id}`)}
    >
      {asked !== undefined && <Records asked={asked} month={props.month} unitId={props.unitId} />}
    </Sheet>
  );
}

function Records({ asked, month, unitId }: { asked: Asked; month: string; unitId: number }) {
  const { t, say } = useWords();
  const records = useOperation("metric.records", { month, metric: asked.figure.id, unitId, side: asked.side });
  return (
    <PageState query={records} skeleton="list">
      {({ total, visible, matters, projects }) => (
        <>
          <p>
            {t(asked.side === "counted" ? "month.visible" : "month.visibleOthers", { visible, total })}
            {visible < total && ` ${t("month.visibleWhy")}`}
          </p>
          <ul className={home["rows"]}>
            {matters.map((matter) => (
              <li key={matter.id} className={home["row"]}>
                <Link to="/matters/$id" params={{ id: String(matter.id) }}>
                  {matter.title}
                </Link>
                <span className={home["soft"]}>{say(`${matter.procedure}.stateShort.${matter.state}`)}</span>
              </li>
            ))}
            {projects.map((project) => (
              <li key={project.id} className={home["row"]}>
                <Link to="/projects/$id" params={{ id: String(project.id) }}>
                  {project.name}
                </Link>
                <span className={home["soft"]}>{say(`stage.${project.stage}`)}</span>
              </li>
            ))}
          </ul>
          {visible > 100 && <p className={home["soft"]}>{t("month.firstHundred")}</p>}
        </>
      )}
    </PageState>
  );
}
