import { useState } from "react";
import { useAction } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ItemDraft } from "#web/policy/item-draft.tsx";
import styles from "#web/policy/policy.module.css";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Item = OutputFor<"policySet.get">["items"][number];

/** What the keepers of the library do with an item. */
export function ItemActions({ setId, item }: { setId: number; item: Item }) {
  const { t, find } = useWords();
  const [open, setOpen] = useState<"draft" | "publish" | "withdraw">();
  const publish = useAction("policyItem.publish");
  const withdraw = useAction("policyItem.withdraw");
  const { current, draft } = item;
  const inForce = current?.state === "PUBLISHED" ? current : null;
  const failed = open === "publish" ? publish.error : open === "withdraw" ? withdraw.error : null;
  const close = () => {
    setOpen(undefined);
    publish.reset();
    withdraw.reset();
  };
  const confirm = () => {
    const version = open === "publish" ? draft?.version : inForce?.version;
    if (version === undefined) return;
    const act = open === "publish" ? publish : withdraw;
    act.mutate(
      { id: item.id, version },
      {
        onSuccess: () => {
          showToast(t(open === "publish" ? "policy.published" : "policy.withdrawn"));
          close();
        },
      },
    );
  };
  return (
    <div className={styles["tools"]}>
      <Button onClick={() => setOpen("draft")}>{t("policy.change")}</Button>
      {draft !== null && !draft.mine && <Button onClick={() => setOpen("publish")}>{t("policy.publish")}</Button>}
      {inForce !== null && (
        <Button look="quiet" onClick={() => setOpen("withdraw")}>
          {t("policy.withdraw")}
        </Button>
      )}
      <Sheet open={open === "draft"} onClose={close} title={t("policy.no", { no: item.no })}>
        {open === "draft" && <ItemDraft setId={setId} no={item.no} before={draft ?? current} onDone={close} />}
      </Sheet>
      <Confirm
        open={open === "publish" || open === "withdraw"}
        question={t(open === "withdraw" ? "policy.withdrawSure" : "policy.publishSure", { no: item.no })}
        yes={t(open === "withdraw" ? "policy.withdraw" : "policy.publish")}
        danger={open === "withdraw"}
        busy={publish.isPending || withdraw.isPending}
        onYes={confirm}
        onNo={close}
      >
        {failed !== null && (
          <p className={styles["error"]} role="alert">
            {find(`policy.reason.${failed.reason ?? ""}`) ?? t(`error.${failed.code}`)}
          </p>
        )}
      </Confirm>
    </div>
  );
}
