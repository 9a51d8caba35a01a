import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { useWords } from "#web/i18n/index.ts";
import {
  clusters,
  grid,
  moved,
  scaleBar,
  type Size,
  type Spot,
  toPaper,
  toSpot,
  type View,
  viewOf,
  zoomed,
} from "#web/projects/sketch-view.ts";
import styles from "#web/projects/sketch.module.css";
import { Button } from "#web/ui/button.tsx";

export interface SketchPoint extends Spot {
  readonly key: string;
  readonly kind: "station" | "project";
  readonly name: string;
  /** What else is said of it when one comes to it. */
  readonly more: string;
  readonly late: boolean;
  /** Where it leads; without one it is only shown. */
  readonly to?: string;
}

interface Props {
  points: readonly SketchPoint[];
  label: string;
  height: number;
  /** Somebody opens a point. */
  onOpen?: (point: SketchPoint) => void;
  /** Somebody touches a place: then the sketch is for choosing one. */
  onPick?: (spot: Spot) => void;
  /** The place that is chosen. */
  picked?: Spot | null;
  /** Few points: each says its name at once, and there is nothing to look for. */
  named?: boolean;
  children?: ReactNode;
}

/** Pixels. */
const step = 80;

/**
 * Points on plain paper with a grid of degrees and a scale: no map, nothing from outside. Arrow keys, plus and minus and
 * the buttons move it; a point that is reached by the keyboard or a finger says its name.
 */
export function Sketch({ points, label, height, onOpen, onPick, picked, named = false, children }: Props) {
  const { t } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame, height);
  const [chosen, setChosen] = useState<View>();
  const [active, setActive] = useState<string>();
  const spots = picked ? [...points, picked] : points;
  const view = chosen ?? viewOf(spots, size);
  const drag = useDrag(view, setChosen);
  const shown = clusters(view, size, points);
  const onKey = (event: KeyboardEvent) => {
    const next = keyed(view, event.key);
    if (next === undefined && event.key !== "0") return;
    event.preventDefault();
    setChosen(next);
  };
  const pick = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (!drag.moved()) onPick?.(toSpot(view, size, event.clientX - box.left, event.clientY - box.top));
  };
  return (
    <div className={styles["sketch"]}>
      {!named && <Tools view={view} onView={setChosen} />}
      {/* The keys work while anything in the frame has the focus; the buttons above do the same. */}
      <div ref={frame} className={styles["frame"]} style={{ height }} role="presentation" onKeyDown={onKey}>
        <svg
          width={size.width}
          height={size.height}
          role="group"
          aria-label={label}
          className={onPick ? styles["picking"] : undefined}
          {...drag.handlers}
          {...(onPick && { onClick: pick })}
        >
          <Paper view={view} size={size} />
          {shown.map((cluster) => {
            const [first] = cluster.items;
            if (first === undefined) return null;
            const many = cluster.items.length > 1;
            const name = many ? t("sketch.cluster", { count: cluster.items.length }) : first.name;
            const press = () => {
              if (many) setChosen(viewOf(cluster.items, size));
              else onOpen?.(first);
            };
            return (
              <Mark
                key={first.key}
                x={cluster.x}
                y={cluster.y}
                point={first}
                count={cluster.items.length}
                late={cluster.items.some(({ late }) => late)}
                name={name}
                active={active === first.key}
                quiet={onPick !== undefined}
                onPress={press}
                onActive={(is) => setActive(is ? first.key : undefined)}
              />
            );
          })}
          {picked && <Cross {...toPaper(view, size, picked)} />}
          {(named ? shown.map(({ items }) => items[0]?.key) : [active]).map((key) => (
            <Named key={key ?? ""} clusters={shown} active={key} width={size.width} />
          ))}
        </svg>
      </div>
      {children}
    </div>
  );
}

function Tools({ view, onView }: { view: View; onView: (next: View | undefined) => void }) {
  const { t } = useWords();
  return (
    <div className={styles["tools"]} role="group" aria-label={t("sketch.tools")}>
      <Button look="quiet" onClick={() => onView(zoomed(view, 1.6))}>
        {t("sketch.nearer")}
      </Button>
      <Button look="quiet" onClick={() => onView(zoomed(view, 1 / 1.6))}>
        {t("sketch.further")}
      </Button>
      {(["west", "north", "south", "east"] as const).map((way) => (
        <Button key={way} look="quiet" onClick={() => onView(moved(view, ...ways[way]))}>
          {t(`sketch.${way}`)}
        </Button>
      ))}
      <Button look="quiet" onClick={() => onView(undefined)}>
        {t("sketch.all")}
      </Button>
    </div>
  );
}

type Way = "west" | "north" | "south" | "east";
const ways: Readonly<Record<Way, readonly [dx: number, dy: number]>> = {
  west: [-step, 0],
  east: [step, 0],
  north: [0, -step],
  south: [0, step],
};
const arrows: Readonly<Record<string, Way>> = {
  ArrowLeft: "west",
  ArrowRight: "east",
  ArrowUp: "north",
  ArrowDown: "south",
};

function keyed(view: View, key: string): View | undefined {
  const way = arrows[key];
  if (way !== undefined) return moved(view, ...ways[way]);
  if (key === "+" || key === "=") return zoomed(view, 1.6);
  return key === "-" ? zoomed(view, 1 / 1.6) : undefined;
}

/** Grid of degrees with its numbers, and the scale. */
function Paper({ view, size }: { view: View; size: Size }) {
  const { t } = useWords();
  const { lats, lngs } = grid(view, size);
  const bar = scaleBar(view, Math.min(140, size.width / 3));
  return (
    <g aria-hidden="true" className={styles["paper"]}>
      {lats.map((lat) => {
        const { y } = toPaper(view, size, { lat, lng: view.lng });
        return (
          <g key={lat}>
            <line x1={0} x2={size.width} y1={y} y2={y} />
            <text x={4} y={y - 4}>
              {lat}°N
            </text>
          </g>
        );
      })}
      {lngs.map((lng) => {
        const { x } = toPaper(view, size, { lat: view.lat, lng });
        return (
          <g key={lng}>
            <line x1={x} x2={x} y1={0} y2={size.height} />
            <text x={x + 4} y={size.height - 6}>
              {lng}°E
            </text>
          </g>
        );
      })}
      <g transform={`translate(${size.width - bar.pixels - 16} 24)`} className={styles["bar"]}>
        <path d={`M0 -5V0H${bar.pixels}V-5`} />
        <text x={bar.pixels / 2} y={-8} textAnchor="middle">
          {t("sketch.km", { km: bar.km })}
        </text>
      </g>
    </g>
  );
}

interface MarkProps {
  x: number;
  y: number;
  point: SketchPoint;
  count: number;
  late: boolean;
  name: string;
  active: boolean;
  /** Only for finding one's way. */
  quiet: boolean;
  onPress: () => void;
  onActive: (is: boolean) => void;
}

function Mark({ x, y, point, count, late, name, active, quiet, onPress, onActive }: MarkProps) {
  const { t, list } = useWords();
  const many = count > 1;
  const look = many ? "cluster" : point.kind;
  const label = list([name, ...(many ? [] : [point.more]), ...(late ? [t("sketch.late")] : [])]);
  const drawing = (
    <>
      <circle r={20} className={styles["hit"]} />
      {many ? (
        <circle r={15} />
      ) : point.kind === "station" ? (
        <rect x={-7} y={-7} width={14} height={14} />
      ) : (
        <circle r={7} />
      )}
      {many && (
        <text textAnchor="middle" dy="0.35em">
          {count}
        </text>
      )}
      {late && !many && (
        <text textAnchor="middle" dy="0.35em" className={styles["bang"]}>
          !
        </text>
      )}
    </>
  );
  const className = [styles["mark"], styles[look], late && styles["late"], active && styles["active"]]
    .filter(Boolean)
    .join(" ");
  const where = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  if (quiet || (!many && point.to === undefined))
    return (
      <g transform={where} className={className}>
        {quiet ? null : <title>{label}</title>}
        {drawing}
      </g>
    );
  return (
    <g
      transform={where}
      className={className}
      role={many ? "button" : "link"}
      tabIndex={0}
      aria-label={label}
      onClick={onPress}
      onFocus={() => onActive(true)}
      onBlur={() => onActive(false)}
      onPointerEnter={() => onActive(true)}
      onPointerLeave={() => onActive(false)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onPress();
      }}
    >
      {drawing}
    </g>
  );
}

/** The name of the point one has come to, above everything else. */
function Named(props: {
  clusters: ReturnType<typeof clusters<SketchPoint>>;
  active: string | undefined;
  width: number;
}) {
  const { t } = useWords();
  const cluster = props.clusters.find(({ items }) => items[0]?.key === props.active);
  const [first] = cluster?.items ?? [];
  if (cluster === undefined || first === undefined) return null;
  const name = cluster.items.length > 1 ? t("sketch.cluster", { count: cluster.items.length }) : first.name;
  const right = cluster.x > props.width / 2;
  return (
    <text
      aria-hidden="true"
      className={styles["name"]}
      x={cluster.x + (right ? -20 : 20)}
      y={cluster.y + 5}
      textAnchor={right ? "end" : "start"}
    >
      {name}
    </text>
  );
}

function Cross({ x, y }: { x: number; y: number }) {
  return (
    <path aria-hidden="true" className={styles["cross"]} d={`M${x - 12} ${y}H${x + 12}M${x} ${y - 12}V${y + 12}`} />
  );
}

/** The frame's own width, whatever the page gives it. */
function useSize(frame: { readonly current: HTMLDivElement | null }, height: number): Size {
  const [width, setWidth] = useState(320);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const watcher = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [frame]);
  return { width, height };
}

/** A mouse or a finger takes the paper along; a press that hardly moves is a press. */
function useDrag(view: View, onView: (next: View) => void) {
  const from = useRef<{ x: number; y: number; view: View; far: boolean }>(undefined);
  const last = useRef(false);
  return {
    moved: () => last.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        from.current = { x: event.clientX, y: event.clientY, view, far: false };
        last.current = false;
      },
      onPointerMove: (event: PointerEvent) => {
        const start = from.current;
        if (start === undefined || event.buttons === 0) return;
        const [dx, dy] = [start.x - event.clientX, start.y - event.clientY];
        if (!start.far && Math.hypot(dx, dy) < 8) return;
        start.far = true;
        last.current = true;
        onView(moved(start.view, dx, dy));
      },
      onPointerUp: () => {
        from.current = undefined;
      },
      onPointerCancel: () => {
        from.current = undefined;
      },
    },
  };
}
