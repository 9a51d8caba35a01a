import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "#web/i18n/index.ts";
import { ImportActs } from "#web/imports/import-acts.tsx";
import { ImportProgress, isUnderway } from "#web/imports/import-progress.tsx";
import { complaintWords, valueWords } from "#web/imports/import-words.ts";
import styles from "#web/imports/imports.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { usePages } from "#web/use-pages.ts";

type Preview = OutputFor<"import.preview">;
type Row = Preview["rows"][number];
const verdicts = ["new", "changed", "same", "wrong"] as const;
type Verdict = (typeof verdicts)[number];

/** What one list would do, or has done: counts, rows by verdict, writing it, its wrong rows, taking it back. */
export function ImportPage() {
  const { t } = useWords();
  useTitle(t("import.title"));
  const id = Number(useParams({ strict: false }).id);
  const [show, setShow] = useState<Verdict>();
  const list = usePages("import.preview", { id, ...(show !== undefined && { show }) }, { keepsOld: true });
  const rows = list.pages?.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead back="/imports" title={t("import.title")} />
      <PageState query={list.as(list.pages?.[0])}>
        {(preview) => (
          <div className={styles["page"]}>
            <Head preview={preview} />
            {preview.columns.length > 0 && (
              <section className={styles["box"]}>
                <Filter preview={preview} show={show} onShow={setShow} />
                {rows.length === 0 && <p>{t("import.none")}</p>}
                <ul className={styles["rows"]}>
                  {rows.map((row) => (
                    <RowLine key={row.row} row={row} columns={preview.columns} />
                  ))}
                </ul>
                {list.hasMore && (
                  <Button wide busy={list.loadingMore} onClick={list.more}>
                    {t("mine.more")}
                  </Button>
                )}
              </section>
            )}
          </div>
        )}
      </PageState>
    </>
  );
}

function Head({ preview }: { preview: Preview }) {
  const words = useWords();
  const { t, when } = words;
  const { batch } = preview;
  return (
    <header className={styles["box"]}>
      <h1>{batch.fileName}</h1>
      <p>
        {t(`imports.kind.${batch.kind}`)} · <strong>{t(`import.state.${batch.state}`)}</strong>
      </p>
      <p className={styles["soft"]}>{t("import.by", { who: batch.uploadedBy, when: when(batch.uploadedAt) })}</p>
      {preview.sameFileAt !== null && <p>{t("import.sameFile", { when: when(preview.sameFileAt) })}</p>}
      {preview.unknown.length > 0 && <p>{t("import.unknown", { names: words.list(preview.unknown) })}</p>}
      {preview.dropped.length > 0 && (
        <p className={styles["wrong"]}>{t("import.dropped", { names: words.list(preview.dropped) })}</p>
      )}
      <Outcome batch={batch} />
      {isUnderway(batch) ? <ImportProgress batch={batch} /> : <ImportActs preview={preview} />}
    </header>
  );
}

/** What came of it, also for whoever looks later. */
function Outcome({ batch }: { batch: Preview["batch"] }) {
  const words = useWords();
  const { t } = words;
  const { state, written, failed, problem } = batch;
  return (
    <>
      {state === "APPLIED" && written !== null && failed !== null && (
        <p>{t(failed > 0 ? "import.appliedNot" : "import.applied", { written, failed })}</p>
      )}
      {state === "UNDONE" && written !== null && <p>{t("import.undone", { count: written })}</p>}
      {problem !== null && (
        <p className={styles["wrong"]} role="alert">
          {complaintWords(words, problem)}
        </p>
      )}
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
          {words.labelled(
            headingOf(issue.column),
            complaintWords(words, { code: issue.code, params: issue.params ?? {} }),
          )}
        </p>
      ))}
    </li>
  );
}
