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
  knownProject,
  newProject,
  type ProjectDraft,
} from "#web/projects/project-draft.ts";
import { PlaceField } from "#web/projects/place-field.tsx";
import styles from "#web/projects/projects.module.css";
import { serverNow } from "#web/server-time.ts";
import { Button } from "#web/ui/button.tsx";
import { RadioField, SelectField, TextArea, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

type Stations = OutputFor<"project.board">["stations"];

/** 登记项目: a project and its firm, written down by an office; its stage opens its work at once. */
export function ProjectNew({ stations, onClose }: { stations: Stations; onClose: () => void }) {
  const { t } = useWords();
  const create = useAction("project.create");
  const send = async (draft: ProjectDraft) => {
    const made = await create.mutateAsync(createInput(draft)).catch(() => undefined);
    if (!made) return;
    showToast(t("projects.created", { count: made.opened }));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("projects.new")}>
      <Fields
        isNew
        start={newProject(shanghaiDay(serverNow()), stations.length === 1 ? String(stations[0]?.id) : "")}
        stations={stations}
        busy={create.isPending}
        error={create.error}
        onSend={send}
        onCancel={onClose}
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
  const send = async (draft: ProjectDraft) => {
    if (seen === undefined) return;
    const done = await change.mutateAsync(changeInput(draft, project.id, seen.version)).catch(() => undefined);
    if (!done) return;
    showToast(t("projects.saved"));
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t("projects.editOf", { name: project.name })}>
      <PageState query={{ ...life, data: seen }} skeleton="list">
        {(data) => (
          <Fields
            isNew={false}
            start={knownProject(project, data)}
            stations={data.abilities.stations}
            busy={change.isPending}
            error={change.error}
            onSend={send}
            onCancel={onClose}
          />
        )}
      </PageState>
    </Sheet>
  );
}

interface FieldsProps {
  isNew: boolean;
  start: ProjectDraft;
  stations: Stations;
  busy: boolean;
  error: CallError | null;
  onSend: (draft: ProjectDraft) => Promise<void>;
  onCancel: () => void;
}

function Fields({ isNew, start, stations, busy, error, onSend, onCancel }: FieldsProps) {
  const words = useWords();
  const { t, say } = words;
  const [draft, setDraft] = useState(start);
  const [noStation, setNoStation] = useState(false);
  const text = (field: Exclude<keyof ProjectDraft, "keyLevel" | "stage">) => {
    const issue = error?.issues.find(({ path }) => fieldOf(path) === field);
    return {
      label: t(`projects.field.${field}`),
      value: draft[field],
      onChange: (value: string) => setDraft((before) => ({ ...before, [field]: value })),
      error: issue && issueWords(words, issue),
      autoComplete: "off",
    };
  };
  const unplaced = error !== null && !error.issues.some(({ path }) => fieldOf(path) !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setNoStation(draft.stationId === "");
    if (draft.stationId !== "" && !busy) void onSend(draft);
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
        onChange={(keyLevel) => setDraft({ ...draft, keyLevel })}
      />
      <SelectField
        label={station.label}
        error={noStation ? say("issue.required") : station.error}
        choices={stations.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={draft.stationId === "" ? null : draft.stationId}
        onChange={(stationId) => setDraft({ ...draft, stationId: stationId ?? "" })}
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
            onChange={(stage) => setDraft({ ...draft, stage: stage ?? "SIGNED" })}
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
        onChange={(place) => setDraft((before) => ({ ...before, ...place }))}
        latError={text("lat").error}
        lngError={text("lng").error}
      />
      {isNew && <TextArea {...text("note")} hint={t("projects.field.note.hint")} rows={3} max={1000} />}
      {unplaced && <p role="alert">{t(`error.${error.code}`)}</p>}
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={busy}>
          {t(isNew ? "projects.create" : "projects.save")}
        </Button>
        <Button onClick={onCancel}>{t("act.cancel")}</Button>
      </div>
    </form>
  );
}
