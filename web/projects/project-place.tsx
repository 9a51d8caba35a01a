import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Sketch, type SketchPoint } from "#web/projects/sketch.tsx";
import type { Spot } from "#web/projects/sketch-view.ts";

interface Props {
  project: OutputFor<"project.get">;
  place: Spot;
  stationPlace: Spot | null;
}

/** A project on the sketch with the police station that serves it. */
export function ProjectPlace({ project, place, stationPlace }: Props) {
  const { t } = useWords();
  const plain = { more: "", late: false } as const;
  const points: SketchPoint[] = [
    ...(stationPlace === null
      ? []
      : [{ ...plain, ...stationPlace, key: "station", kind: "station", name: project.station.name } as const]),
    { ...plain, ...place, key: "project", kind: "project", name: project.name },
  ];
  return <Sketch points={points} label={t("sketch.labelOne", { name: project.name })} height={220} named />;
}
