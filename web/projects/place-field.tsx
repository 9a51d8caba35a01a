import { useState } from "react";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { pointsOf } from "#web/projects/board-sketch.tsx";
import { Sketch, type SketchPoint } from "#web/projects/sketch.tsx";
import type { Spot } from "#web/projects/sketch-view.ts";
import styles from "#web/projects/place-field.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";

interface Props {
  lat: string;
  lng: string;
  onChange: (place: { lat: string; lng: string }) => void;
  latError?: string | undefined;
  lngError?: string | undefined;
}

/** A point, in numbers or by a tap on the sketch of everything that has its point already. */
export function PlaceField({ lat, lng, onChange, latError, lngError }: Props) {
  const { t } = useWords();
  const [drawing, setDrawing] = useState(false);
  return (
    <fieldset className={styles["placeField"]}>
      <legend>{t("sketch.place")}</legend>
      <p className={home["soft"]}>{t("sketch.hint")}</p>
      <div className={styles["pair"]}>
        <TextField
          label={t("projects.field.lat")}
          value={lat}
          onChange={(value) => onChange({ lat: value, lng })}
          error={latError}
          inputMode="decimal"
          autoComplete="off"
          optional
        />
        <TextField
          label={t("projects.field.lng")}
          value={lng}
          onChange={(value) => onChange({ lat, lng: value })}
          error={lngError}
          inputMode="decimal"
          autoComplete="off"
          optional
        />
      </div>
      <div className={home["buttons"]}>
        <Button aria-expanded={drawing} onClick={() => setDrawing(!drawing)}>
          {t(drawing ? "sketch.hide" : "sketch.pick")}
        </Button>
        {lat + lng !== "" && (
          <Button look="quiet" onClick={() => onChange({ lat: "", lng: "" })}>
            {t("sketch.clear")}
          </Button>
        )}
      </div>
      {drawing && (
        <Picker
          picked={spotOf(lat, lng)}
          onPick={(spot) => onChange({ lat: String(spot.lat), lng: String(spot.lng) })}
        />
      )}
    </fieldset>
  );
}

/** The sketch of the board, for choosing a place among what is known. */
function Picker({ picked, onPick }: { picked: Spot | null; onPick: (spot: Spot) => void }) {
  const { t } = useWords();
  const board = useOperation("project.board", {}, { staleTime: Number.POSITIVE_INFINITY });
  const points: SketchPoint[] = board.data ? pointsOf(board.data.cards, board.data.policeStations) : [];
  return <Sketch points={points} label={t("sketch.pickLabel")} height={320} picked={picked} onPick={onPick} />;
}

/** What has been typed, where it is a place at all. */
export function spotOf(lat: string, lng: string): Spot | null {
  const [north, east] = [Number(lat), Number(lng)];
  const typed = lat.trim() !== "" && lng.trim() !== "";
  return typed && Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { lat: north, lng: east } : null;
}
