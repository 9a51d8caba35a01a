import { type FormEvent, useState } from "react";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { type CallError, useAction, useOperation } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { columns } from "#capabilities/projects/board-view.ts";
import {
  changeInput,
  createInput,
  fieldOf,
  type KeptProject,
  knownProject,
  newProject,
  type ProjectDraft,
  reviveProject,
} from "#web/projects/project-draft.ts";
import { PlaceField } from "#web/projects/place-field.tsx";
import styles from "#web/projects/projects.module.css";
import { serverNow } from "#web/server-time.ts";
import { Button } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { RadioField, SelectField, TextArea, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Stations = OutputFor<"project.board">["stations"];

/** 登记项目: a project and its firm, written down by an office; its stage opens its work at once. */
export function ProjectNew({ stations, onClose }: { stations: Stations; onClose: () => void }) {
  const { t } = useWords();
  const create = useAction("project.create");
  const send = async ({ fields }: KeptProject) => {
    const made = await create.mutateAsync(createInput(fields)).catch(() => undefined);
    if (made) showToast(t("projects.created", { count: made.opened }));
    return made !== undefined;
  };
  return (
    <Sheet open onClose={onClose} title={t("projects.new")}>
      <Fields
        isNew
        draftKey="project:new"
        start={{
          fields: newProject(shanghaiDay(serverNow()), stations.length === 1 ? String(stations[0]?.id) : ""),
          version: null,
        }}
        stations={stations}
        busy={create.isPending}
        error={create.error}
        onSend={send}
        onClose={onClose}
      />
    </Sheet>
  );
}

/** 修改资料: what is known of a project. */
export function ProjectEdit({ project, onClose }: { project: OutputFor<"project.get">; onClose: () => void }) {
  const { t } = useWords();
  const life = useOperation("project.life", { id: project.id });
  const change = useAction("project.change");
  // What somebody else writes meanwhile makes the version old: it is refused, and not written over.
  const [seen, setSeen] = useState<OutputFor<"project.life">>();
  if (seen === undefined && life.data !== undefined) setSeen(life.data);
  const send = async ({ fields, version }: KeptProject) => {
    if (version === null) return false;
    const done = await change.mutateAsync(changeInput(fields, project.id, version)).catch(() => undefined);
    if (done) showToast(t("projects.saved"));
    return done !== undefined;
  };
  return (
    <Sheet open onClose={onClose} title={t("projects.editOf", { name: project.name })}>
      <PageState query={{ ...life, data: seen }} skeleton="list">
        {(data) => (
          <Fields
            isNew={false}
            draftKey={`project:${project.id}`}
            start={{ fields: knownProject(project, data), version: data.version }}
            stations={data.abilities.stations}
            busy={change.isPending}
            error={change.error}
            onSend={send}
            onClose={onClose}
          />
        )}
      </PageState>
    </Sheet>
  );
}

interface FieldsProps {
  isNew: boolean;
  draftKey: string;
  start: KeptProject;
  stations: Stations;
  busy: boolean;
  error: CallError | null;
  /** True once it is written. */
  onSend: (kept: KeptProject) => Promise<boolean>;
  onClose: () => void;
}

function Fields({ isNew, draftKey, start, stations, busy, error, onSend, onClose }: FieldsProps) {
  const words = useWords();
  const { t, say } = words;
  const kept = useDraft<KeptProject>(draftKey, start, reviveProject);
  const draft = kept.value.fields;
  const set = (change: Partial<ProjectDraft>) =>
    kept.set((before) => ({ ...before, fields: { ...before.fields, ...change } }));
  const [noStation, setNoStation] = useState(false);
  const text = (field: Exclude<keyof ProjectDraft, "keyLevel" | "stage">) => {
    const issue = error?.issues.find(({ path }) => fieldOf(path) === field);
    return {
      label: t(`projects.field.${field}`),
      value: draft[field],
      onChange: (value: string) => set({ [field]: value }),
      error: issue && issueWords(words, issue),
      autoComplete: "off",
    };
  };
  const unplaced = error !== null && !error.issues.some(({ path }) => fieldOf(path) !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setNoStation(draft.stationId === "");
    if (draft.stationId === "" || busy) return;
    void onSend(kept.value).then((done) => {
      if (!done) return;
      kept.clear();
      onClose();
    });
  };
  const station = text("stationId");
  return (
    <form className={styles["form"]} noValidate onSubmit={submit}>
      {isNew && <TextField {...text("code")} hint={t("projects.field.code.hint")} />}
      <TextField {...text("name")} />
      <RadioField
        inline
        label={t("project.level")}
        choices={(["PROVINCE", "CITY"] as const).map((value) => ({ value, label: t(`project.level.${value}`) }))}
        value={draft.keyLevel}
        onChange={(keyLevel) => set({ keyLevel })}
      />
      <SelectField
        label={station.label}
        error={noStation ? say("issue.required") : station.error}
        choices={stations.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={draft.stationId === "" ? null : draft.stationId}
        onChange={(stationId) => set({ stationId: stationId ?? "" })}
      />
      <TextField {...text("address")} />
      {isNew && (
        <>
          <TextField {...text("firm")} />
          <TextField {...text("uscc")} hint={t("projects.field.uscc.hint")} />
          <TextField {...text("firmAddress")} />
          <SelectField
            label={t("projects.col.stage")}
            choices={columns.map((value) => ({ value, label: say(`stage.${value}`) }))}
            value={draft.stage}
            onChange={(stage) => set({ stage: stage ?? "SIGNED" })}
          />
          <TextField {...text("since")} type="date" />
        </>
      )}
      <TextField {...text("landed")} type="date" optional />
      <TextField {...text("construction")} type="date" optional />
      <TextField {...text("production")} type="date" optional />
      <PlaceField
        lat={draft.lat}
        lng={draft.lng}
        onChange={set}
        latError={text("lat").error}
        lngError={text("lng").error}
      />
      {isNew && <TextArea {...text("note")} hint={t("projects.field.note.hint")} rows={3} max={1000} />}
      <DraftNote draft={kept} />
      {unplaced && <p role="alert">{t(`error.${error.code}`)}</p>}
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={busy}>
          {t(isNew ? "projects.create" : "projects.save")}
        </Button>
        <Button onClick={onClose}>{t("act.cancel")}</Button>
      </div>
    </form>
  );
}
