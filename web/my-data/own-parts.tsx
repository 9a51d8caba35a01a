import { useState } from "react";
import { useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { MyData } from "#web/my-data/my-data-page.tsx";
import styles from "#web/my-data/my-data.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

/** Login, name and telephone; a firm's person corrects his own. */
export function AccountPart({ data }: { data: MyData }) {
  const { t } = useWords();
  const [changing, setChanging] = useState(false);
  return (
    <section className={home["part"]} aria-labelledby="data-kept">
      <h2 id="data-kept">{t("myData.kept")}</h2>
      <dl className={home["facts"]}>
        <dt>{t("myData.login")}</dt>
        <dd>{data.login}</dd>
        <dt>{t("myData.name")}</dt>
        <dd>{data.dutyName}</dd>
        <dt>{t("myData.phone")}</dt>
        <dd>{data.phone ?? t("myData.noPhone")}</dd>
      </dl>
      {data.ownPhone ? (
        <Button onClick={() => setChanging(true)}>{t("myData.changePhone")}</Button>
      ) : (
        <p className={home["soft"]}>{t("myData.dutyPhone")}</p>
      )}
      <Sheet open={changing} onClose={() => setChanging(false)} title={t("myData.changePhone")} place="middle">
        <PhoneForm phone={data.phone ?? ""} onDone={() => setChanging(false)} />
      </Sheet>
    </section>
  );
}

function PhoneForm({ phone, onDone }: { phone: string; onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const [value, setValue] = useState(phone);
  const save = useAction("myData.setPhone");
  const [issue] = save.error?.issues ?? [];
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { phone: value.trim() === "" ? null : value },
          {
            onSuccess: () => {
              showToast(t("myData.phoneSaved"));
              onDone();
            },
          },
        );
      }}
    >
      <TextField
        label={t("myData.phone")}
        hint={t("myData.phoneHint")}
        error={issue && issueWords(words, issue)}
        optional
        type="tel"
        autoComplete="tel"
        value={value}
        onChange={(next) => {
          if (save.isError) save.reset();
          setValue(next);
        }}
      />
      {save.error !== null && issue === undefined && <p role="alert">{t(`error.${save.error.code}`)}</p>}
      <Button type="submit" look="filled" wide busy={save.isPending}>
        {t("myData.savePhone")}
      </Button>
    </form>
  );
}

/** Each consent by itself: since when, and one press either way. */
export function ConsentsPart({ consents }: { consents: MyData["consents"] }) {
  const { t, when } = useWords();
  const set = useAction("myData.setConsent");
  const sinceOf = ({ given, at }: MyData["consents"][number]) => {
    if (at === null) return t("myData.givenAtFirst");
    return t(given ? "myData.givenAt" : "myData.takenBackAt", { when: when(at) });
  };
  return (
    <section className={home["part"]} aria-labelledby="data-consents">
      <h2 id="data-consents">{t("myData.consents")}</h2>
      <ul className={home["rows"]}>
        {consents.map((consent) => (
          <li key={consent.purpose} className={styles["consent"]}>
            <div className={home["grow"]}>
              <p>{t(`myData.consent.${consent.purpose}`)}</p>
              <p className={home["soft"]}>{sinceOf(consent)}</p>
            </div>
            <Button
              busy={set.isPending}
              onClick={() =>
                set.mutate(
                  { purpose: consent.purpose, given: !consent.given },
                  {
                    onSuccess: ({ given }) => showToast(t(given ? "myData.consentGiven" : "myData.consentTakenBack")),
                  },
                )
              }
            >
              {t(consent.given ? "myData.takeBack" : "myData.give")}
            </Button>
          </li>
        ))}
      </ul>
      {set.error !== null && <p role="alert">{t(`error.${set.error.code}`)}</p>}
      <p className={home["soft"]}>{t("myData.consentsText")}</p>
    </section>
  );
}
