import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Card } from "#capabilities/projects/board-view.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Sketch, type SketchPoint } from "#web/projects/sketch.tsx";
import sketch from "#web/projects/sketch.module.css";
import board from "#web/projects/board.module.css";
import styles from "#web/projects/projects.module.css";
import { StationPlaces } from "#web/projects/station-places.tsx";
import { Button } from "#web/ui/button.tsx";
import { useWide } from "#web/ui/use-wide.ts";

type Board = OutputFor<"project.board">;

/** The projects of the board and their police stations as points; what has no point yet is counted, and in the table. */
export function BoardSketch({
  cards,
  stations,
  arranged,
  onTable,
}: {
  cards: readonly Card[];
  stations: Board["policeStations"];
  /** Stations whose points the reader sets. */
  arranged: Board["stations"];
  onTable: () => void;
}) {
  const { t, say } = useWords();
  const wide = useWide();
  const navigate = useNavigate();
  const [placing, setPlacing] = useState(false);
  const points = pointsOf(cards, stations, (card) =>
    [say(`stage.${card.stage}`), card.station.name, t("projects.open", { count: card.open })].join(" · "),
  );
  const missing = cards.filter(({ place }) => place === null).length;
  return (
    <section aria-label={t("projects.sketch")} className={styles["form"]}>
      <Sketch
        points={points}
        label={t("sketch.label", { count: cards.length - missing })}
        height={wide ? 620 : 440}
        onOpen={({ to }) => {
          if (to !== undefined) void navigate({ to: "/projects/$id", params: { id: to } });
        }}
      >
        <p className={sketch["legend"]}>
          <span className={sketch["key"]}>{t("sketch.project")}</span>
          <span className={`${sketch["key"] ?? ""} ${sketch["keyLate"] ?? ""}`}>{t("sketch.projectLate")}</span>
          <span className={`${sketch["key"] ?? ""} ${sketch["keyStation"] ?? ""}`}>{t("sketch.station")}</span>
          <span>{t("sketch.note")}</span>
        </p>
      </Sketch>
      <p className={styles["soft"]}>
        {missing > 0 && t("sketch.missing", { count: missing })}{" "}
        <button type="button" className={board["change"]} onClick={onTable}>
          {t("sketch.table")}
        </button>
      </p>
      {arranged.length > 0 && (
        <p className="no-print">
          <Button onClick={() => setPlacing(true)}>{t("sketch.stations")}</Button>
        </p>
      )}
      {placing && <StationPlaces stations={stations} arranged={arranged} onClose={() => setPlacing(false)} />}
    </section>
  );
}

/** Points to draw: projects above stations, so that they can be reached. */
export function pointsOf(
  cards: readonly Card[],
  stations: Board["policeStations"],
  more: (card: Card) => string = () => "",
): SketchPoint[] {
  return [
    ...stations.flatMap(({ id, name, place }): SketchPoint[] =>
      place === null ? [] : [{ ...place, key: `station-${id}`, kind: "station", name, more: "", late: false }],
    ),
    ...cards.flatMap((card): SketchPoint[] =>
      card.place === null
        ? []
        : [
            {
              ...card.place,
              key: `project-${card.id}`,
              kind: "project",
              name: card.name,
              more: more(card),
              late: card.late > 0,
              to: String(card.id),
            },
          ],
    ),
  ];
}
