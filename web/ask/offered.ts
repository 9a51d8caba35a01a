import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";

/**
 * Which of these kinds of matters may be opened for a project, or without one. Every page that offers opening asks here,
 * so that what an administrator has switched off is offered nowhere; `refusal` says it of a kind that was chosen before.
 */
export function useOffered<Kind extends string>(all: readonly Kind[], projectId: number | null | undefined) {
  const { t } = useWords();
  const off = useOperation("module.offered", typeof projectId === "number" ? { projectId } : {}).data?.off ?? [];
  const kinds = all.filter((kind) => !off.includes(kind));
  return {
    kinds,
    chosen: (kind: Kind): Kind | null => (kinds.includes(kind) ? kind : null),
    refusal: (kind: Kind): string | undefined => (kinds.includes(kind) ? undefined : t("issue.moduleOff")),
  };
}
