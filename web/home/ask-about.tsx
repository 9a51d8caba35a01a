import { useOperation } from "#web/call.ts";
import { askKinds } from "#web/home/ask-draft.ts";
import type { AskGroupProps } from "#web/home/ask-page.tsx";
import { useWords } from "#web/i18n/index.ts";
import { RadioField } from "#web/ui/field.tsx";

const noProject = "none";

/** Which project, and which subject: it decides who answers. */
export function AskAbout({ draft, set, errorOf, projects, topics }: AskGroupProps) {
  const { t, locale } = useWords();
  const project = typeof draft.projectId === "number" ? { projectId: draft.projectId } : {};
  const off = useOperation("module.offered", project).data?.off ?? [];
  const kinds = askKinds.filter((kind) => !off.includes(kind));
  return (
    <>
      <RadioField
        label={t("ask.kind")}
        choices={kinds.map((kind) => ({
          value: kind,
          label: t(`ask.kind.${kind}`),
          hint: t(`ask.kind.${kind}Hint`),
        }))}
        value={kinds.includes(draft.kind) ? draft.kind : null}
        error={off.includes(draft.kind) ? t("issue.moduleOff") : undefined}
        onChange={(kind) => set({ kind })}
      />
      {projects.length > 0 && (
        <RadioField
          label={t("ask.project")}
          choices={[
            ...projects.map((project) => ({ value: String(project.id), label: project.name, hint: project.address })),
            { value: noProject, label: t("ask.noProject"), hint: t(`ask.noProjectHint.${draft.kind}`) },
          ]}
          value={draft.projectId === null || draft.projectId === undefined ? noProject : String(draft.projectId)}
          error={errorOf("projectId")}
          onChange={(value) => set({ projectId: value === noProject ? null : Number(value) })}
        />
      )}
      <RadioField
        label={t("ask.topic")}
        choices={topics.map((topic) => ({
          value: topic.code,
          label: locale === "en" ? topic.nameEn : topic.nameZh,
          hint: topic.reviewed && draft.kind === "consultation" ? t("ask.topic.reviewed") : undefined,
        }))}
        value={draft.topic}
        error={errorOf("topic")}
        onChange={(topic) => set({ topic })}
      />
    </>
  );
}
