import { useState } from "react";
import { type CallError, useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/imports/imports.module.css";
import type { OutputFor } from "#web/operations.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";

/** What can be done with a list on which nobody works: write it, fetch its wrong rows, take it back. */
export function ImportActs({ preview }: { preview: OutputFor<"import.preview"> }) {
  const { t } = useWords();
  const { batch } = preview;
  const { counts } = batch;
  const [asking, setAsking] = useState<"apply" | "undo">();
  const [wrong, setWrong] = useState<string>();
  const apply = useAction("import.apply");
  const undo = useAction("import.undo");
  const writable = counts.new + counts.changed;
  const failed = (error: CallError) => setWrong(t(error.code === "network" ? "file.failed" : `error.${error.code}`));
  const go = (action: typeof apply) => {
    setAsking(undefined);
    setWrong(undefined);
    action.mutate({ id: batch.id, version: batch.version }, { onError: failed });
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
        onYes={() => go(apply)}
      >
        <p>{t("import.applyText", { added: counts.new, changed: counts.changed, wrong: counts.wrong })}</p>
      </Confirm>
      <Confirm
        open={asking === "undo"}
        danger
        question={t("import.undoQuestion")}
        yes={t("import.undo")}
        onNo={() => setAsking(undefined)}
        onYes={() => go(undo)}
      >
        <p>{t("import.undoText")}</p>
      </Confirm>
    </>
  );
}
