import { useState } from "react";
import { type CallError, useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { HotlineTabs } from "#web/hotline/hotline-tabs.tsx";
import styles from "#web/hotline/hotline.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 答复导出: replies that wait to go out to the hotline, and the workbooks so far. */
export function RepliesPage() {
  const { t } = useWords();
  const exports = useOperation("ticket.exports", {});
  useTitle(t("ticket.repliesTitle"));
  const isForbidden = useForbidden(exports);
  if (isForbidden) return <NoPermission />;
  return (
    <>
      <HotlineTabs />
      <div className={styles["page"]}>
        <PageState query={exports} skeleton="list">
          {({ waiting, items }) => (
            <>
              <section className={home["part"]}>
                <h1>{t("ticket.repliesTitle")}</h1>
                <p>{t("ticket.repliesLead")}</p>
                <MakeExport waiting={waiting} />
              </section>
              <section className={home["part"]} aria-labelledby="exports-so-far">
                <h2 id="exports-so-far">{t("ticket.exports")}</h2>
                {items.length === 0 && <p>{t("ticket.noExports")}</p>}
                <ul>
                  {items.map((made) => (
                    <ExportLine key={made.id} {...made} />
                  ))}
                </ul>
              </section>
            </>
          )}
        </PageState>
      </div>
    </>
  );
}

function MakeExport({ waiting }: { waiting: number }) {
  const { t } = useWords();
  const make = useAction("ticket.export");
  const [wrong, setWrong] = useState<string>();
  if (waiting === 0) return <p className={home["soft"]}>{t("ticket.noneWaiting")}</p>;
  const failed = (error: CallError) =>
    setWrong(t(error.code === "illegal-step" ? "ticket.noneWaiting" : `error.${error.code}`));
  const send = () => {
    setWrong(undefined);
    make.mutate(
      {},
      { onSuccess: ({ replies }) => showToast(t("ticket.exported", { count: replies })), onError: failed },
    );
  };
  return (
    <>
      <p>
        <strong>{t("ticket.waiting", { count: waiting })}</strong>
      </p>
      <div className={home["buttons"]}>
        <Button look="filled" icon="file" busy={make.isPending} onClick={send}>
          {t("ticket.export")}
        </Button>
      </div>
      {wrong !== undefined && (
        <p className={styles["late"]} role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}

function ExportLine({ id, madeAt, replies }: { id: number; madeAt: string; replies: number }) {
  const { t, when } = useWords();
  return (
    <li className={styles["export"]}>
      <span>{t("ticket.exportLine", { id, when: when(madeAt), count: replies })}</span>
      <a
        className={buttonClass("outline")}
        href={`/api/hotline/exports/${id}`}
        aria-label={t("ticket.downloadOne", { id })}
        download
      >
        {t("ticket.download")}
      </a>
    </li>
  );
}
