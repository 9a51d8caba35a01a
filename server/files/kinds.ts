/** The kinds of file that are accepted, and what belongs to each. */
export type FileKind = "jpeg" | "png" | "webp" | "pdf" | "docx" | "xlsx" | "text";

export interface KindFacts {
  readonly mediaType: string;
  /** Accepted endings of the name; the first is given to a name without one. */
  readonly extensions: readonly string[];
  /** Images are decoded and written anew; everything else is kept byte for byte (text: as UTF-8). */
  readonly image: boolean;
}

export const FILE_KINDS: Readonly<Record<FileKind, KindFacts>> = {
  jpeg: { mediaType: "image/jpeg", extensions: ["jpg", "jpeg", "jpe", "jfif"], image: true },
  png: { mediaType: "image/png", extensions: ["png"], image: true },
  webp: { mediaType: "image/webp", extensions: ["webp"], image: true },
  pdf: { mediaType: "application/pdf", extensions: ["pdf"], image: false },
  docx: {
    mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions: ["docx"],
    image: false,
  },
  xlsx: {
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extensions: ["xlsx"],
    image: false,
  },
  text: { mediaType: "text/plain", extensions: ["txt", "md", "log"], image: false },
};

/** The kind that an ending (lower case, without dot) belongs to. */
export function findKindByExtension(extension: string): FileKind | undefined {
  for (const kind of Object.keys(FILE_KINDS) as FileKind[]) {
    if (FILE_KINDS[kind].extensions.includes(extension)) return kind;
  }
  return undefined;
}
