export interface Names {
  readonly project: string | null;
  readonly enterprise: string | null;
}

/**
 * The text with the names in the place of 【项目】 and 【企业】, or [project] and [firm]; where there is none the place
 * stays to be written.
 */
export function fillTemplate(text: string, { project, enterprise }: Names): string {
  return text
    .replaceAll(/【项目】|\[project\]/g, (place) => project ?? place)
    .replaceAll(/【企业】|\[firm\]/g, (place) => enterprise ?? place);
}
