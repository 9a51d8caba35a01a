import type { Row } from "./matrix.ts";
import { row } from "./matrix.ts";

/** Lists are for those who arrange units; a batch of theirs is nothing that anybody else could know of. */
export function importRows(batch: () => number): Row[] {
  const of = () => `import:${batch()}`;
  const id = () => ({ id: batch() });
  const step = () => ({ id: batch(), version: 1 });
  const file = () => ({ kind: "projects", fileId: "00000000-0000-4000-8000-000000000000" });
  return [
    row("import.list", "all", () => ({}), "forbidden", {}),
    row("import.template", "of projects", () => ({ kind: "projects" }), "forbidden", {}),
    row("import.upload", "of projects", file, "forbidden", {}),
    row("import.preview", "of the office", id, "not-found", {}, of),
    row("import.progress", "of the office", id, "not-found", {}, of),
    row("import.cancel", "of the office", id, "not-found", {}, of),
    row("import.errors", "of the office", id, "not-found", {}, of),
    row("import.apply", "of the office", step, "not-found", {}, of),
    row("import.undo", "of the office", step, "not-found", {}, of),
  ];
}
