import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { CallError, uploadFile, useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { complaintWords } from "#web/imports/import-words.ts";
import styles from "#web/imports/imports.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { RadioField } from "#web/ui/field.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { useTitle } from "#web/ui/use-title.ts";
import { usePages } from "#web/use-pages.ts";

type Batch = OutputFor<"import.list">["items"][number];
const kinds = ["projects", "officers", "tickets"] as const;

/** Lists of projects and officers: a workbook goes up, what it would do is shown, and earlier ones stand below. */
export function ImportsPage() {
  const { t } = useWords();
  useTitle(t("import.title"));
  const list = usePages("import.list", {});
  const batches = list.as(list.pages?.flatMap((page) => page.items));
  const isForbidden = useForbidden(batches);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={styles["page"]}>
      <header>
        <h1>{t("import.title")}</h1>
        <p className={styles["soft"]}>{t("import.intro")}</p>
      </header>
      <UploadBox />
      <section className={styles["box"]} aria-labelledby="imports-so-far">
        <h2 id="imports-so-far">{t("import.history")}</h2>
        <PageState query={batches} skeleton="list">
          {(items) =>
            items.length === 0 ? (
              <Empty title={t("import.emptyTitle")}>
                <p>{t("import.emptyText")}</p>
              </Empty>
            ) : (
              <>
                <ul className={styles["rows"]}>
                  {items.map((batch) => (
                    <BatchRow key={batch.id} batch={batch} />
                  ))}
                </ul>
                {list.hasMore && (
                  <Button wide busy={list.loadingMore} onClick={list.more}>
                    {t("mine.more")}
                  </Button>
                )}
              </>
            )
          }
        </PageState>
      </section>
    </div>
  );
}

function UploadBox() {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const asked: Record<string, unknown> = useSearch({ strict: false });
  const [kind, setKind] = useState(kinds.find((one) => one === asked["kind"]) ?? "projects");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const picker = useRef<HTMLInputElement>(null);
  const upload = useAction("import.upload");

  const send = async (file: File) => {
    setBusy(true);
    setWrong(undefined);
    try {
      const stored = await uploadFile(file);
      const { id } = await upload.mutateAsync({ kind, fileId: stored.id });
      await navigate({ to: "/imports/$id", params: { id: String(id) } });
    } catch (error) {
      setWrong(refusalWords(words, error));
    } finally {
      setBusy(false);
      if (picker.current) picker.current.value = "";
    }
  };

  return (
    <section className={styles["box"]} aria-busy={busy}>
      <RadioField
        label={t("import.kind")}
        inline
        choices={kinds.map((one) => ({
          value: one,
          label: t(`imports.kind.${one}`),
          hint: t(`imports.kind.${one}.hint`),
        }))}
        value={kind}
        onChange={setKind}
      />
      <div className={styles["line"]}>
        <a className={buttonClass("outline")} href={`/api/imports/templates/${kind}`} download>
          {t("import.template")}
        </a>
        <Button look="filled" icon="plus" busy={busy} onClick={() => picker.current?.click()}>
          {t(busy ? "import.reading" : "import.upload")}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={t("import.upload")}
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void send(file);
          }}
        />
      </div>
      {wrong !== undefined && (
        <p className={styles["wrong"]} role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}

function refusalWords(words: ReturnType<typeof useWords>, error: unknown): string {
  if (!(error instanceof CallError)) return words.t("file.failed");
  if (error.code === "network") return words.t("file.failed");
  const [issue] = error.issues;
  return issue === undefined ? words.t(`error.${error.code}`) : complaintWords(words, issue);
}

function BatchRow({ batch }: { batch: Batch }) {
  const { t, when } = useWords();
  const { counts } = batch;
  return (
    <li>
      <div className={styles["line"]}>
        <Link to="/imports/$id" params={{ id: String(batch.id) }}>
          {batch.fileName}
        </Link>
        <span>{t(`imports.kind.${batch.kind}`)}</span>
        <strong>{t(`import.state.${batch.state}`)}</strong>
      </div>
      <p className={styles["soft"]}>
        {t("import.by", { who: batch.uploadedBy, when: when(batch.uploadedAt) })} ·{" "}
        {(["new", "changed", "same", "wrong"] as const)
          .map((one) => t(`import.${one}`, { count: counts[one] }))
          .join(" · ")}
      </p>
    </li>
  );
}
