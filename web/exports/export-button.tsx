import { useMutation } from "@tanstack/react-query";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { type CallError, callForFile } from "#web/call.ts";
import styles from "#web/exports/exports.module.css";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import { useNow } from "#web/server-time.ts";
import { Button } from "#web/ui/button.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Exports = "matter.export" | "project.export" | "metric.export" | "grantReview.export";

interface Props<Id extends Exports> {
  id: Id;
  /** The filters and the order of what is shown. */
  input: InputFor<Id>;
  /** What the workbook is called; the day is added. */
  name: string;
}

/** Takes what the list shows as a workbook; what stands against it is said beside the button. */
export function ExportButton<Id extends Exports>({ id, input, name }: Props<Id>) {
  const words = useWords();
  const now = useNow();
  const taking = useMutation<Blob, CallError, InputFor<Id>>({
    mutationFn: (wanted) => callForFile(id, wanted),
    onSuccess: (file) => {
      save(file, `${name}-${shanghaiDay(now)}.xlsx`);
      showToast(words.t("export.done"));
    },
  });
  const [issue] = taking.error?.issues ?? [];
  return (
    <span className={styles["export"]}>
      <Button look="quiet" icon="file" busy={taking.isPending} onClick={() => taking.mutate(input)}>
        {words.t("export.take")}
      </Button>
      {taking.error !== null && (
        <span className={styles["refused"]} role="alert">
          {issue === undefined ? words.t(`error.${taking.error.code}`) : issueWords(words, issue)}
        </span>
      )}
    </span>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
