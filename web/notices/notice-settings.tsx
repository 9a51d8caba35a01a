import { useState } from "react";
import { useAction, useOperation } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { AddressPart } from "#web/notices/address-part.tsx";
import styles from "#web/notices/notices.module.css";
import { QuietDays } from "#web/notices/quiet-days.tsx";
import type { OutputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { RadioField, SwitchField, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { toastWhen } from "#web/ui/toast.tsx";

export type NoticeSettings = OutputFor<"notice.settings">;

/** How and when the reader wants to be told outside the platform; in 我的. */
export function NoticeSettingsPart() {
  const { t } = useWords();
  const query = useOperation("notice.settings", {});
  return (
    <section className={home["part"]} aria-labelledby="notice-settings">
      <h2 id="notice-settings">{t("notice.settings.title")}</h2>
      <p className={home["soft"]}>{t("notice.settings.intro")}</p>
      <PageState query={query} skeleton="list">
        {(known) => (
          <>
            {known.mailOffered ? (
              <>
                <AddressPart address={known.address} />
                {known.address?.state === "confirmed" && <Wishes known={known} />}
              </>
            ) : (
              <p>{t("notice.settings.mailOff")}</p>
            )}
            {(known.keepsQuietDays || known.quietDays.length > 0) && (
              <QuietDays days={known.quietDays} mayChange={known.keepsQuietDays} />
            )}
          </>
        )}
      </PageState>
    </section>
  );
}

function Wishes({ known }: { known: NoticeSettings }) {
  const words = useWords();
  const { t } = words;
  const save = useAction("notice.changeSettings");
  const { mode, digestAt, quietFrom, quietTo, quietRestDays, locale } = known;
  const [wish, setWish] = useState({ mode, digestAt, quietFrom, quietTo, quietRestDays, locale });
  const errorAt = (path: string) => {
    const issue = save.error?.issues.find((one) => one.path === path);
    return issue && issueWords(words, issue);
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        toastWhen(save.mutateAsync(wish), () => t("notice.settings.saved"));
      }}
    >
      <RadioField
        label={t("notice.settings.mode")}
        choices={(["off", "immediate", "digest"] as const).map((value) => ({
          value,
          label: t(`notice.settings.mode.${value}`),
          hint: value === "immediate" ? t("notice.settings.mode.immediateHint") : undefined,
        }))}
        value={wish.mode}
        onChange={(next) => setWish({ ...wish, mode: next })}
      />
      {wish.mode === "digest" && (
        <TextField
          type="time"
          label={t("notice.settings.digestAt")}
          value={wish.digestAt}
          error={errorAt("digestAt")}
          onChange={(next) => setWish({ ...wish, digestAt: next })}
        />
      )}
      {wish.mode !== "off" && (
        <>
          <fieldset className={styles["group"]}>
            <legend>{t("notice.settings.quiet")}</legend>
            <p className={home["soft"]}>{t("notice.settings.quietHint")}</p>
            <div className={styles["pair"]}>
              <TextField
                type="time"
                label={t("notice.settings.quietFrom")}
                value={wish.quietFrom}
                error={errorAt("quietFrom")}
                onChange={(next) => setWish({ ...wish, quietFrom: next })}
              />
              <TextField
                type="time"
                label={t("notice.settings.quietTo")}
                value={wish.quietTo}
                error={errorAt("quietTo")}
                onChange={(next) => setWish({ ...wish, quietTo: next })}
              />
            </div>
            <SwitchField
              label={t("notice.settings.restDays")}
              value={wish.quietRestDays}
              onChange={(next) => setWish({ ...wish, quietRestDays: next })}
            />
          </fieldset>
          <RadioField
            inline
            label={t("notice.settings.language")}
            choices={[
              { value: "zh-CN" as const, label: "中文" },
              { value: "en" as const, label: "English" },
            ]}
            value={wish.locale}
            onChange={(next) => setWish({ ...wish, locale: next })}
          />
        </>
      )}
      {save.error && save.error.issues.length === 0 && (
        <p role="alert" className={styles["error"]}>
          {t(`error.${save.error.code}`)}
        </p>
      )}
      <Button type="submit" busy={save.isPending}>
        {t("notice.settings.save")}
      </Button>
    </form>
  );
}
