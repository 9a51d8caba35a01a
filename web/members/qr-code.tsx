import { create } from "qrcode";
import { useMemo } from "react";

/** An address as a code for the camera: drawn as one path, so that it prints sharply and needs no inline style. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string | undefined }) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: "M" });
    const dark = Array.from(modules.data, (bit, at) => ({
      bit,
      x: at % modules.size,
      y: Math.floor(at / modules.size),
    }));
    return {
      size: modules.size,
      path: dark.flatMap(({ bit, x, y }) => (bit ? [`M${x} ${y}h1v1h-1z`] : [])).join(""),
    };
  }, [text]);
  return (
    // Four modules of quiet around it, as readers want.
    <svg viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label} className={className}>
      <rect x={-4} y={-4} width={size + 8} height={size + 8} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
