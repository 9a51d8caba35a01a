import { useState } from "react";
import { type CallError, useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { NoticeSettings } from "#web/notices/notice-settings.tsx";
import styles from "#web/notices/notices.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";

/** The address for mail: given, proved by a code, changed, taken back. */
export function AddressPart({ address }: { address: NoticeSettings["address"] }) {
  const { t } = useWords();
  const [changing, setChanging] = useState(false);
  const remove = useAction("notice.removeAddress");
  const asksForCode = address?.state === "unconfirmed" && address.codeUntil !== null;
  return (
    <div className={styles["form"]}>
      {address !== null && <p>{t(`notice.settings.state.${address.state}`, { address: address.masked })}</p>}
      {asksForCode && <Code masked={address.masked} />}
      {(address === null || changing) && <Give onGiven={() => setChanging(false)} />}
      {address !== null && (
        <div className={styles["tools"]}>
          {!changing && <Button onClick={() => setChanging(true)}>{t("notice.settings.change")}</Button>}
          <Button
            look="quiet"
            busy={remove.isPending}
            onClick={() => toastWhen(remove.mutateAsync({}), () => t("notice.settings.removed"))}
          >
            {t("notice.settings.remove")}
          </Button>
        </div>
      )}
      <Failure error={remove.error} />
    </div>
  );
}

function Give({ onGiven }: { onGiven: () => void }) {
  const words = useWords();
  const { t } = words;
  const give = useAction("notice.changeAddress");
  const [address, setAddress] = useState("");
  const issue = give.error?.issues[0];
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate({ address: address.trim() }, { onSuccess: onGiven });
      }}
    >
      <TextField
        type="email"
        autoComplete="email"
        label={t("notice.settings.address")}
        hint={t("notice.settings.addressHint")}
        error={issue && issueWords(words, issue)}
        value={address}
        onChange={setAddress}
      />
      {issue === undefined && <Failure error={give.error} />}
      <Button type="submit" busy={give.isPending} disabled={address.trim() === ""}>
        {t("notice.settings.sendCode")}
      </Button>
    </form>
  );
}

function Code({ masked }: { masked: string }) {
  const { t } = useWords();
  const confirm = useAction("notice.confirmAddress");
  const [code, setCode] = useState("");
  const left = confirm.data?.confirmed === false ? confirm.data.trialsLeft : undefined;
  const complaint =
    left === undefined
      ? undefined
      : left === 0
        ? t("notice.settings.noTrials")
        : t("notice.settings.wrongCode", { count: left });
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(
          { code },
          { onSuccess: ({ confirmed }) => confirmed && showToast(t("notice.settings.confirmed")) },
        );
      }}
    >
      <TextField
        autoComplete="one-time-code"
        label={t("notice.settings.code")}
        hint={t("notice.settings.codeHint", { address: masked })}
        error={complaint}
        value={code}
        onChange={setCode}
      />
      <Failure error={confirm.error} />
      <Button type="submit" look="filled" busy={confirm.isPending} disabled={code.trim() === ""}>
        {t("notice.settings.confirm")}
      </Button>
    </form>
  );
}

/** A call that failed, in words; nothing when it did not. */
export function Failure({ error }: { error: CallError | null }) {
  const { t } = useWords();
  return error === null ? null : (
    <p role="alert" className={styles["error"]}>
      {t(`error.${error.code}`)}
    </p>
  );
}
