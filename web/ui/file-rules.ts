/** What a phone may pick, as the server accepts it; it judges by content again. */
export const pictureTypes = ["image/jpeg", "image/png", "image/webp"] as const;
export const acceptedTypes = [
  ...pictureTypes,
  "application/pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/plain",
] as const;

export const maxFileBytes = 20 * 1024 * 1024;
export const maxFiles = 12;

/** Message key of what speaks against a file before it travels, or undefined. */
export function refusalOf(
  file: Pick<File, "size" | "type" | "name">,
): "file.tooLarge" | "file.kind" | "file.empty" | undefined {
  if (file.size === 0) return "file.empty";
  // Some systems give no type; then the server judges.
  if (file.type !== "" && !acceptedTypes.some((type) => type === file.type)) return "file.kind";
  return file.size > maxFileBytes ? "file.tooLarge" : undefined;
}

/** `812 KB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.max(1, Math.round(kilobytes))} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** The server keeps no more than this along the longer edge, so a phone need not send more. */
export const photoEdge = 2560;
const worthShrinking = 1_200_000;

/** New width and height of a photo that is worth making smaller before it travels, or undefined. */
export function smallerSize(photo: {
  width: number;
  height: number;
  bytes: number;
}): { width: number; height: number } | undefined {
  const longer = Math.max(photo.width, photo.height);
  const shorter = Math.min(photo.width, photo.height);
  // A long screenshot would become unreadable.
  if (photo.bytes < worthShrinking || longer <= photoEdge || longer > shorter * 2.5) return undefined;
  const scale = photoEdge / longer;
  return { width: Math.round(photo.width * scale), height: Math.round(photo.height * scale) };
}
