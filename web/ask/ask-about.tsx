import { askKinds } from "#web/ask/ask-draft.ts";
import type { AskGroupProps } from "#web/ask/ask-page.tsx";
import { useOffered } from "#web/ask/offered.ts";
import { useWords } from "#web/i18n/index.ts";
import { RadioField } from "#web/ui/field.tsx";

const noProject = "none";

/** Which project, and which subject: it decides who answers. */
export function AskAbout({ draft, set, errorOf, projects, topics }: AskGroupProps) {
  const { t, locale } = useWords();
  const { kinds, chosen, refusal } = useOffered(askKinds, draft.projectId);
  return (
    <>
      <RadioField
        label={t("ask.kind")}
        choices={kinds.map((kind) => ({
          value: kind,
          label: t(`ask.kind.${kind}`),
          hint: t(`ask.kind.${kind}Hint`),
        }))}
        value={chosen(draft.kind)}
        error={refusal(draft.kind)}
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
