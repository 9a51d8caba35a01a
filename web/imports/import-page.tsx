import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { call, type CallError, useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { complaintWords, valueWords } from "#web/imports/import-words.ts";
import styles from "#web/imports/imports.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Preview = OutputFor<"import.preview">;
type Row = Preview["rows"][number];
const verdicts = ["new", "changed", "same", "wrong"] as const;
type Verdict = (typeof verdicts)[number];

/** What one list would do, or has done: counts, rows by verdict, writing it, its wrong rows, taking it back. */
export function ImportPage() {
  const { t } = useWords();
  const id = Number(useParams({ strict: false }).id);
  const [show, setShow] = useState<Verdict>();
  const query = useInfiniteQuery<Preview, CallError, { pages: Preview[] }, readonly unknown[], string | undefined>({
    queryKey: ["import.preview", { id, show }, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call(
        "import.preview",
        { id, ...(show !== undefined && { show }), ...(pageParam !== undefined && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <PageState
      query={{ data: query.data?.pages[0], error: query.error, isFetching: query.isFetching, refetch: query.refetch }}
    >
      {(preview) => (
        <div className={styles["page"]}>
          <Head preview={preview} />
          <section className={styles["box"]}>
            <Filter preview={preview} show={show} onShow={setShow} />
            {rows.length === 0 && <p>{t("import.none")}</p>}
            <ul className={styles["rows"]}>
              {rows.map((row) => (
                <RowLine key={row.row} row={row} columns={preview.columns} />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button wide busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("mine.more")}
              </Button>
            )}
          </section>
        </div>
      )}
    </PageState>
  );
}

function Head({ preview }: { preview: Preview }) {
  const { t, when } = useWords();
  const { batch } = preview;
  return (
    <header className={styles["box"]}>
      <h1>{batch.fileName}</h1>
      <p>
        {t(`imports.kind.${batch.kind}`)} · <strong>{t(`import.state.${batch.state}`)}</strong>
      </p>
      <p className={styles["soft"]}>{t("import.by", { who: batch.uploadedBy, when: when(batch.uploadedAt) })}</p>
      {preview.sameFileAt !== null && <p>{t("import.sameFile", { when: when(preview.sameFileAt) })}</p>}
      {preview.unknown.length > 0 && <p>{t("import.unknown", { names: preview.unknown.join("、") })}</p>}
      {preview.dropped.length > 0 && (
        <p className={styles["wrong"]}>{t("import.dropped", { names: preview.dropped.join("、") })}</p>
      )}
      <Acts preview={preview} />
    </header>
  );
}

function Acts({ preview }: { preview: Preview }) {
  const { t } = useWords();
  const { batch } = preview;
  const { counts } = batch;
  const [asking, setAsking] = useState<"apply" | "undo">();
  const [wrong, setWrong] = useState<string>();
  const apply = useAction("import.apply");
  const undo = useAction("import.undo");
  const step = { id: batch.id, version: batch.version };
  const writable = counts.new + counts.changed;
  const done = (text: string) => {
    setWrong(undefined);
    showToast(text);
  };
  const failed = (error: CallError) => {
    const touched = error.issues
      .filter(({ code }) => code === "rowTouched")
      .map(({ path }) => path.replace("rows.", ""));
    const rows = touched.map((row) => t("import.row", { row })).join("、");
    setWrong(
      touched.length > 0
        ? t("import.touched", { rows })
        : t(error.code === "network" ? "file.failed" : `error.${error.code}`),
    );
  };
  return (
    <>
      <div className={styles["line"]}>
        {batch.state === "CHECKED" && writable > 0 && (
          <Button look="filled" busy={apply.isPending} onClick={() => setAsking("apply")}>
            {t("import.apply", { count: writable })}
          </Button>
        )}
        {counts.wrong > 0 && (
          <a className={buttonClass("outline")} href={`/api/imports/${batch.id}/errors`} download>
            {t("import.errors")}
          </a>
        )}
        {preview.undoable && writable > 0 && (
          <Button look="danger" busy={undo.isPending} onClick={() => setAsking("undo")}>
            {t("import.undo")}
          </Button>
        )}
      </div>
      {wrong !== undefined && (
        <p className={styles["wrong"]} role="alert">
          {wrong}
        </p>
      )}
      <Confirm
        open={asking === "apply"}
        question={t("import.applyQuestion")}
        yes={t("import.apply", { count: writable })}
        onNo={() => setAsking(undefined)}
        onYes={() => {
          setAsking(undefined);
          apply.mutate(step, {
            onSuccess: (result) => done(t(result.failed > 0 ? "import.appliedNot" : "import.applied", { ...result })),
            onError: failed,
          });
        }}
      >
        <p>{t("import.applyText", { added: counts.new, changed: counts.changed, wrong: counts.wrong })}</p>
      </Confirm>
      <Confirm
        open={asking === "undo"}
        danger
        question={t("import.undoQuestion")}
        yes={t("import.undo")}
        onNo={() => setAsking(undefined)}
        onYes={() => {
          setAsking(undefined);
          undo.mutate(step, {
            onSuccess: ({ takenBack }) => done(t("import.undone", { count: takenBack })),
            onError: failed,
          });
        }}
      >
        <p>{t("import.undoText")}</p>
      </Confirm>
    </>
  );
}

function Filter(props: { preview: Preview; show: Verdict | undefined; onShow: (show: Verdict | undefined) => void }) {
  const { t } = useWords();
  const { counts } = props.preview.batch;
  const all = verdicts.reduce((sum, one) => sum + counts[one], 0);
  return (
    <div className={styles["line"]} role="group" aria-label={t("import.show")}>
      {([undefined, ...verdicts] as const).map((one) => (
        <button
          key={one ?? "all"}
          type="button"
          className={styles["filter"]}
          aria-pressed={props.show === one}
          onClick={() => props.onShow(one)}
        >
          {one === undefined ? t("import.all", { count: all }) : t(`import.${one}`, { count: counts[one] })}
        </button>
      ))}
    </div>
  );
}

function RowLine({ row, columns }: { row: Row; columns: Preview["columns"] }) {
  const words = useWords();
  const { t, locale } = words;
  const headingOf = (key: string | null) => {
    const column = columns.find((one) => one.key === key);
    return column === undefined ? undefined : locale === "en" ? column.en : column.zh;
  };
  const shown = columns.slice(0, 5).flatMap(({ key }) => row.cells[key] ?? []);
  return (
    <li>
      <p>
        <strong>{t("import.row", { row: row.row })}</strong> {shown.join(" · ")}
      </p>
      {row.changes.map((change) => (
        <p key={change.column} className={styles["soft"]}>
          {t("import.change", {
            column: headingOf(change.column) ?? change.column,
            from: valueWords(words, change.column, change.from) ?? t("import.nothing"),
            to: valueWords(words, change.column, change.to) ?? t("import.nothing"),
          })}
        </p>
      ))}
      {row.issues.map((issue, at) => (
        <p key={at} className={styles["wrong"]}>
          {[headingOf(issue.column), complaintWords(words, { code: issue.code, params: issue.params ?? {} })]
            .filter((part) => part !== undefined)
            .join("：")}
        </p>
      ))}
    </li>
  );
}
