import { useState } from "react";
import { useAction } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import { Button } from "#web/ui/button.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { SwitchField, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import type { Settings, View } from "#web/views/view-bar.tsx";
import styles from "#web/views/views.module.css";

interface Props {
  list: InputFor<"view.list">["list"];
  views: readonly View[];
  /** The unit with which views may be shared. */
  sharesWith: string | null;
  current: Settings;
  activeId: number | undefined;
  onUse: (view: View | null) => void;
  onClose: () => void;
}

/** All views of a list: using, renaming, deleting them, the default one, and keeping what is set just now. */
export function ViewSheet({ list, views, sharesWith, current, activeId, onUse, onClose }: Props) {
  const { t } = useWords();
  return (
    <Sheet open onClose={onClose} title={t("view.title")}>
      <div className={styles["sheet"]}>
        {views.length === 0 ? (
          <p>{t("view.empty")}</p>
        ) : (
          <ul className={styles["views"]}>
            {views.map((view) => (
              <ViewLine key={view.id} view={view} active={view.id === activeId} current={current} onUse={onUse} />
            ))}
          </ul>
        )}
        {activeId !== undefined && <Button onClick={() => onUse(null)}>{t("view.none")}</Button>}
        <NewView list={list} sharesWith={sharesWith} current={current} />
      </div>
    </Sheet>
  );
}

function ViewLine(props: { view: View; active: boolean; current: Settings; onUse: (view: View) => void }) {
  const words = useWords();
  const { t } = words;
  const { view, active, current, onUse } = props;
  const [naming, setNaming] = useState<string>();
  const [removing, setRemoving] = useState(false);
  const change = useAction("view.change");
  const remove = useAction("view.remove");
  const [issue] = change.error?.issues ?? [];
  const set = (part: { name?: string; isDefault?: boolean; settings?: Settings }) =>
    change.mutate(
      { id: view.id, version: view.version, ...part },
      {
        onSuccess: () => {
          setNaming(undefined);
          showToast(t("view.changed"));
        },
      },
    );
  return (
    <li>
      <div className={styles["line"]}>
        <button type="button" className={styles["use"]} aria-pressed={active} onClick={() => onUse(view)}>
          <strong>{view.name}</strong>
          <span>
            {[
              view.unitName === null ? t("view.own") : t("view.sharedBy", { unit: view.unitName }),
              view.isDefault ? t("view.default") : undefined,
            ]
              .filter((part) => part !== undefined)
              .join(" · ")}
          </span>
        </button>
      </div>
      {view.keeps && naming === undefined && (
        <div className={styles["acts"]}>
          <Button look="quiet" onClick={() => setNaming(view.name)}>
            {t("view.rename")}
          </Button>
          {!active && (
            <Button look="quiet" busy={change.isPending} onClick={() => set({ settings: current })}>
              {t("view.update")}
            </Button>
          )}
          {view.unitName === null && (
            <Button look="quiet" busy={change.isPending} onClick={() => set({ isDefault: !view.isDefault })}>
              {t(view.isDefault ? "view.noDefault" : "view.makeDefault")}
            </Button>
          )}
          <Button look="quiet" onClick={() => setRemoving(true)}>
            {t("view.remove")}
          </Button>
        </div>
      )}
      {naming !== undefined && (
        <form
          className={styles["naming"]}
          onSubmit={(event) => {
            event.preventDefault();
            set({ name: naming });
          }}
        >
          <TextField
            label={t("view.newName")}
            value={naming}
            onChange={setNaming}
            maxLength={30}
            error={issue && issueWords(words, issue)}
          />
          <Button type="submit" look="filled" busy={change.isPending}>
            {t("view.rename")}
          </Button>
          <Button onClick={() => setNaming(undefined)}>{t("act.cancel")}</Button>
        </form>
      )}
      {change.error !== null && issue === undefined && (
        <p className={styles["fault"]} role="alert">
          {t(`error.${change.error.code}`)}
        </p>
      )}
      <Confirm
        open={removing}
        danger
        question={t("view.removeQuestion", { name: view.name })}
        yes={t("view.remove")}
        busy={remove.isPending}
        onNo={() => setRemoving(false)}
        onYes={() =>
          remove.mutate(
            { id: view.id },
            {
              onSuccess: () => {
                setRemoving(false);
                showToast(t("view.removed"));
              },
            },
          )
        }
      >
        {view.unitName !== null && <p>{t("view.removeShared", { unit: view.unitName })}</p>}
      </Confirm>
    </li>
  );
}

function NewView({ list, sharesWith, current }: Pick<Props, "list" | "sharesWith" | "current">) {
  const words = useWords();
  const { t } = words;
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useAction("view.save");
  const [issue] = save.error?.issues ?? [];
  return (
    <form
      className={styles["new"]}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { list, name, shared, settings: current },
          {
            onSuccess: () => {
              setName("");
              showToast(t("view.saved"));
            },
          },
        );
      }}
    >
      <h3>{t("view.save")}</h3>
      <TextField
        label={t("view.name")}
        value={name}
        onChange={setName}
        maxLength={30}
        error={
          issue !== undefined
            ? issueWords(words, issue)
            : save.error === null
              ? undefined
              : t(save.error.code === "network" ? "file.failed" : `error.${save.error.code}`)
        }
      />
      {sharesWith !== null && (
        <SwitchField
          label={t("view.share", { unit: sharesWith })}
          hint={t("view.shareHint")}
          value={shared}
          onChange={setShared}
        />
      )}
      <Button type="submit" look="filled" busy={save.isPending} disabled={name.trim() === ""}>
        {t("view.save")}
      </Button>
    </form>
  );
}
