import type { Town } from "../town.ts";
import { outsiders, row, type Row } from "./matrix.ts";

/** What the rows look up only when they are tried. */
interface Scene {
  readonly town: () => Town;
  /** The liaison's matter, and its files: for its readers, for its handlers, not yet attached. */
  readonly id: () => number;
  readonly shared: () => string;
  readonly inner: () => string;
  readonly pending: () => string;
}

/** A question that can be asked, so that only the asker decides. */
export const question = (projectId: number | null) => ({
  procedure: "consultation",
  projectId,
  title: "又一个问题",
  topic: "traffic",
  form: { question: { text: "周末可以进场吗？" } },
});
/** An answer that passes its form. */
export const answerForm = { text: "可以，错峰到九点以后更好。", source: "示例办法 第 7 条" };

/** The liaison's matter, its files, and new ones. */
export function matterRows({ town, id, shared, inner, pending }: Scene): readonly Row[] {
  const theMatter = () => `matter:${id()}`;
  return [
    row("matter.get", "her matter", () => ({ id: id() }), "not-found", { liaison: "ok" }, theMatter),
    row("matter.readers", "her matter", () => ({ id: id() }), "not-found", { liaison: "ok" }, theMatter),
    row(
      "matter.step",
      "the officer's step",
      () => ({ id: id(), step: "answer", version: 1, form: answerForm }),
      "not-found",
      { liaison: "forbidden" },
      theMatter,
    ),
    row(
      "matter.step",
      "the clock's step",
      () => ({ id: id(), step: "closeUnrated", version: 1 }),
      "not-found",
      { liaison: "forbidden" },
      theMatter,
    ),
    row(
      "matter.comment",
      "a remark for the officers",
      () => ({ id: id(), audience: "handlers", text: "试试" }),
      "not-found",
      { liaison: "forbidden" },
      theMatter,
    ),
    row(
      "matter.attach",
      "a file for the officers",
      () => ({ id: id(), audience: "handlers", files: [pending()] }),
      "not-found",
      { liaison: "forbidden" },
      theMatter,
    ),
    row("matter.list", "her project", () => ({ projectId: town().projects.bridge }), "ok", outsiders),
    row("matter.list", "her firm", () => ({ enterpriseId: town().firms.east }), "ok", outsiders),
    row("matter.list", "what waits", () => ({ view: "mine" }), "ok", outsiders),
    row("matter.count", "what waits", () => ({}), "ok", outsiders),
    row("matter.open", "on her project", () => question(town().projects.bridge), "invalid", {
      liaison: "ok",
      security: "ok",
    }),
    row(
      "matter.open",
      "about one's own data",
      () => ({ procedure: "rightsRequest", title: "我的信息", form: { request: { kind: "COPY" } } }),
      "ok",
      {},
    ),
    row("matter.open", "without a project", () => question(null), "forbidden", {
      liaison: "ok",
      security: "ok",
      otherLiaison: "ok",
    }),
    row(
      "file.get",
      "a file for her",
      () => ({ id: shared() }),
      "not-found",
      { liaison: "ok" },
      () => `file:${shared()}`,
    ),
    row(
      "file.get",
      "a file for the officers",
      () => ({ id: inner() }),
      "not-found",
      {},
      () => `file:${inner()}`,
    ),
    row(
      "file.get",
      "a file not yet attached",
      () => ({ id: pending() }),
      "not-found",
      { liaison: "ok" },
      () => `file:${pending()}`,
    ),
    // Keepers of the system too may add something to a request about their own data.
    row("file.upload", "a file", () => ({}), "ok", {}),
  ];
}
