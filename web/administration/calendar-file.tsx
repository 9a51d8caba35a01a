import { useRef, useState } from "react";
import { maxCalendarBytes, readCalendarFile } from "#capabilities/administration/calendar-file.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";

/** A year's days from a file, into the field where they would be pasted; nothing is sent before it is looked at. */
export function CalendarFile({ onRead }: { onRead: (read: { text: string; year: number | undefined }) => void }) {
  const { t } = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<{ readonly text: string; readonly wrong: boolean }>();
  const take = async (file: File) => {
    // One that is too large is not even read.
    const bytes = new Uint8Array(await file.slice(0, maxCalendarBytes + 1).arrayBuffer());
    const read = readCalendarFile(bytes);
    if ("fault" in read) {
      setSaid({ text: t(`calendar.fileFault.${read.fault}`), wrong: true });
      return;
    }
    setSaid({ text: t("calendar.fileRead", { name: file.name }), wrong: false });
    onRead(read);
  };
  return (
    <div className={forms["form"]}>
      <p className={home["soft"]}>{t("calendar.fileHint")}</p>
      <div>
        <Button icon="clip" onClick={() => picker.current?.click()}>
          {t("calendar.file")}
        </Button>
      </div>
      <input
        ref={picker}
        hidden
        type="file"
        aria-label={t("calendar.file")}
        accept=".csv,.txt,.json,.ics,text/csv,text/plain,application/json,text/calendar"
        onChange={(event) => {
          const [file] = Array.from(event.target.files ?? []);
          // So that the same file can be chosen again once it has been mended.
          event.target.value = "";
          if (file) void take(file).catch(() => setSaid({ text: t("calendar.fileFault.notText"), wrong: true }));
        }}
      />
      {said !== undefined && (
        <p className={said.wrong ? forms["error"] : home["soft"]} role={said.wrong ? "alert" : "status"}>
          {said.text}
        </p>
      )}
    </div>
  );
}
