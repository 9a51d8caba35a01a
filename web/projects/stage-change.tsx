import { useMemo, useState } from "react";
import { z } from "zod";
import { plainText } from "#kernel/fields/text.ts";
import { withWidget } from "#kernel/fields/widget.ts";
import { day } from "#kernel/schemas.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { type UploadedFile, useAction, useOperation } from "#web/call.ts";
import { SchemaForm } from "#web/forms/schema-form.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { serverNow } from "#web/server-time.ts";
import { type Choice, RadioField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { columns } from "#capabilities/projects/board-view.ts";
import styles from "#web/projects/projects.module.css";
import { showToast } from "#web/ui/toast.tsx";

type Life = OutputFor<"project.life">;

/** The form with which an office moves a project on, or takes it off its way; opened over board and project page. */
export function StageChange({ id, name, onClose }: { id: number; name: string; onClose: () => void }) {
  const { t } = useWords();
  const life = useOperation("project.life", { id });
  return (
    <Sheet open onClose={onClose} title={t("projects.changeOf", { name })}>
      <PageState query={life} skeleton="list">
        {(data) => <ChangeForm life={data} onDone={onClose} />}
      </PageState>
    </Sheet>
  );
}

function ChangeForm({ life, onDone }: { life: Life; onDone: () => void }) {
  const { t, say } = useWords();
  const choices = choicesOf(life, (key, stage) => t(key, { stage: say(`stage.${stage}`) }), t);
  const [chosen, setChosen] = useState<string | null>(choices[0]?.value ?? null);
  const move = useAction("project.moveStage");
  const acts = {
    suspend: useAction("project.suspend"),
    resume: useAction("project.resume"),
    terminate: useAction("project.terminate"),
    archive: useAction("project.archive"),
  };
  const schema = useMemo(
    () =>
      z.strictObject({
        day: withWidget(day.default(shanghaiDay(serverNow())), { widget: "date", labelKey: "form.day" }),
        note: withWidget(plainText({ min: 2, max: 1000 }), { widget: "textarea", labelKey: "form.note" }),
      }),
    [],
  );
  if (choices.length === 0) return <p>{t("projects.noChange")}</p>;

  const send = async (values: Record<string, unknown>, files: readonly UploadedFile[]) => {
    const common = {
      id: life.id,
      version: life.version,
      day: String(values["day"]),
      note: String(values["note"]),
      files: files.map((file) => file.id),
    };
    const to = columns.find((stage) => stage === chosen);
    const act = life.abilities.acts.find((one) => one === chosen);
    if (to === undefined && act === undefined) return "kept";
    const done =
      to === undefined ? await acts[act ?? "suspend"].mutateAsync(common) : await move.mutateAsync({ ...common, to });
    showToast(done.opened > 0 ? t("projects.changedWith", { count: done.opened }) : t("projects.changed"));
    onDone();
    return "sent";
  };
  return (
    <div className={styles["form"]}>
      <RadioField label={t("projects.act")} choices={choices} value={chosen} onChange={setChosen} />
      <SchemaForm
        schema={schema}
        prefix="projects"
        draftKey={`project:${life.id}:stage`}
        submitLabel={t("projects.send")}
        look={chosen === "terminate" || chosen === "archive" ? "danger" : "filled"}
        withFiles
        onSubmit={send}
        onCancel={onDone}
      />
    </div>
  );
}

/** What can be done now: the next stage first, what ends the project last. */
function choicesOf(
  life: Life,
  toStage: (key: "projects.act.forward" | "projects.act.back", stage: string) => string,
  t: ReturnType<typeof useWords>["t"],
): Choice<string>[] {
  const at = columns.findIndex((stage) => stage === life.stage);
  const moves = life.abilities.moves.map((stage) => {
    const way = columns.indexOf(stage) > at ? ("forward" as const) : ("back" as const);
    return { value: stage, label: toStage(`projects.act.${way}`, stage), hint: t(`projects.actHint.${way}`) };
  });
  const acts = life.abilities.acts.map((act) => ({
    value: act,
    label: t(`projects.act.${act}`),
    hint: t(`projects.actHint.${act}`),
  }));
  return [...moves, ...acts];
}
