import type { Vault } from "#directory/context.ts";
import { openText, sealText } from "./sealed-cells.ts";

const placeOf = (projectId: number) => `project_contact:${projectId}`;

/** A firm's contact for a project, as `project_contact` keeps name and telephone. */
export function sealContact(vault: Vault, projectId: number, text: string | null): string | null {
  return text === null ? null : sealText(vault, placeOf(projectId), text);
}

export function openContact(vault: Vault, projectId: number, kept: string | null): string | null {
  const text = openText(vault, placeOf(projectId), kept);
  return typeof text === "string" ? text : null;
}
