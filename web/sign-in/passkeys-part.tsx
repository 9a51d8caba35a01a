import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { CallError, call, useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { canUsePasskeys, makePasskey } from "#web/sign-in/passkeys.ts";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import styles from "#web/sign-in/sign-in.module.css";

type Passkey = OutputFor<"passkey.list">["items"][number];

/** One's own passkeys: what they are called, when they were used, and a new one. */
export function PasskeysPart() {
  const words = useWords();
  const { t, day, when } = words;
  const queries = useQueryClient();
  const query = useOperation("passkey.list", {});
  const rename = useAction("passkey.rename");
  const remove = useAction("passkey.remove");
  const [open, setOpen] = useState<"add" | { rename: Passkey } | { remove: Passkey }>();
  const close = () => setOpen(undefined);
  const [issue] = remove.error?.issues ?? [];
  const renamed = typeof open === "object" && "rename" in open ? open.rename : undefined;
  const removed = typeof open === "object" && "remove" in open ? open.remove : undefined;
  return (
    <section className={home["part"]} aria-labelledby="secure-passkeys">
      <h2 id="secure-passkeys">{t("secure.passkeys")}</h2>
      <p>{t("secure.passkeysText")}</p>
      <PageState query={query} skeleton="list">
        {({ items }) =>
          items.length === 0 ? (
            <p className={home["soft"]}>{t("secure.noPasskeys")}</p>
          ) : (
            <ul className={home["rows"]}>
              {items.map((one) => (
                <li key={one.id} className={home["row"]}>
                  <div className={home["grow"]}>
                    <p>
                      <strong>{one.name}</strong>
                    </p>
                    <p className={home["soft"]}>
                      {one.usedAt === null
                        ? t("secure.passkeyUnused", { since: day(shanghaiDay(new Date(one.since))) })
                        : t("secure.passkeyUsed", {
                            since: day(shanghaiDay(new Date(one.since))),
                            used: when(one.usedAt),
                          })}
                    </p>
                  </div>
                  <Button look="quiet" onClick={() => setOpen({ rename: one })}>
                    {t("secure.rename")}
                  </Button>
                  <Button look="quiet" onClick={() => setOpen({ remove: one })}>
                    {t("secure.remove")}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </PageState>
      {remove.error !== null && (
        <p role="alert">{issue === undefined ? t(`error.${remove.error.code}`) : issueWords(words, issue)}</p>
      )}
      {canUsePasskeys() ? (
        <div className={home["buttons"]}>
          <Button onClick={() => setOpen("add")}>{t("secure.addPasskey")}</Button>
        </div>
      ) : (
        <p className={home["soft"]}>{t("secure.passkeysNotHere")}</p>
      )}
      <Sheet open={open === "add"} onClose={close} title={t("secure.addPasskey")}>
        <AddPasskey
          onDone={() => {
            close();
            void queries.invalidateQueries({ refetchType: "active" });
          }}
        />
      </Sheet>
      <Sheet open={renamed !== undefined} onClose={close} title={t("secure.rename")}>
        {renamed && (
          <NameForm
            name={renamed.name}
            busy={rename.isPending}
            error={rename.error ?? undefined}
            act={t("secure.save")}
            onName={(name) => rename.mutate({ id: renamed.id, name }, { onSuccess: close })}
          />
        )}
      </Sheet>
      <Confirm
        open={removed !== undefined}
        question={t("secure.passkeyRemoveAsk", { name: removed?.name ?? "" })}
        yes={t("secure.remove")}
        danger
        busy={remove.isPending}
        onYes={() => removed && remove.mutate({ id: removed.id }, { onSettled: close })}
        onNo={close}
      >
        <p>{t("secure.passkeyRemoveText")}</p>
      </Confirm>
    </section>
  );
}

/** A name, then the device's own question. */
export function AddPasskey({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const [cancelled, setCancelled] = useState(false);
  const add = async (name: string) => {
    setBusy(true);
    setError(undefined);
    setCancelled(false);
    try {
      const answer = await makePasskey((await call("passkey.begin", {})).options);
      if (answer === undefined) return setCancelled(true);
      await call("passkey.add", { name, answer });
      onDone();
    } catch (cause) {
      if (!(cause instanceof CallError)) throw cause;
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <NameForm
      name=""
      busy={busy}
      error={error}
      complaint={cancelled ? t("secure.passkeyCancelled") : undefined}
      act={t("secure.addPasskey")}
      onName={(name) => void add(name)}
    />
  );
}

function NameForm(props: {
  name: string;
  busy: boolean;
  error: CallError | undefined;
  complaint?: string | undefined;
  act: string;
  onName: (name: string) => void;
}) {
  const words = useWords();
  const { t } = words;
  const [name, setName] = useState(props.name);
  const [issue] = props.error?.issues ?? [];
  const failure = props.complaint ?? (props.error && !issue ? t(`error.${props.error.code}`) : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onName(name);
  };
  return (
    <form className={styles["fields"]} noValidate onSubmit={send}>
      <TextField
        label={t("secure.passkeyName")}
        hint={t("secure.passkeyNameHint")}
        value={name}
        error={issue && issueWords(words, issue)}
        onChange={setName}
        autoComplete="off"
        maxLength={60}
      />
      {failure !== undefined && (
        <p className={styles["error"]} role="alert">
          {failure}
        </p>
      )}
      <Button type="submit" busy={props.busy}>
        {props.act}
      </Button>
    </form>
  );
}
