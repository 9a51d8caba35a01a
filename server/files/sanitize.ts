/**
 * Images are decoded and written anew: what is kept holds pixels only. Camera data, place, previews, comments and
 * anything hidden behind the image are gone, the orientation is applied, colours are sRGB, moving images show their
 * first frame. PDF and Office files are NOT changed by this engine: they are kept as received, hidden data included.
 */
import sharp, { type Sharp } from "sharp";
import { FileError } from "./file-error.ts";
import type { FileKind } from "./kinds.ts";
import type { FileLimits } from "./limits.ts";

export type ImageKind = Extract<FileKind, "jpeg" | "png" | "webp">;

export interface CleanImage {
  readonly kind: ImageKind;
  readonly bytes: Buffer;
  /** Pixels, after turning and scaling. */
  readonly width: number;
  readonly height: number;
  /** WebP. */
  readonly thumbnail: Buffer;
}

/** Decoded pictures of other people's matters must not linger in a cache of the process (S1.8). */
sharp.cache(false);

/** How much longer than wide (or wider than high) a picture is before it counts as a strip. */
const STRIP_RATIO = 3;

/**
 * Writes an image anew within the limits. Photos become JPEG or stay WebP; PNG stays PNG if it has transparency, else it
 * becomes a JPEG with full colour resolution, so that writing in a screenshot stays sharp.
 * @throws FileError `file-damaged`, `file-too-many-pixels`, `file-processing-timeout`
 */
export async function sanitizeImage(bytes: Buffer, kind: ImageKind, limits: FileLimits): Promise<CleanImage> {
  try {
    const head = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (head.format !== kind) throw new FileError("file-damaged");
    if (head.width * head.height > limits.maxPixels) throw new FileError("file-too-many-pixels");

    const clean = kind === "png" && !head.hasAlpha ? "jpeg" : kind;
    const scaled = decode(bytes, limits)
      .autoOrient()
      .resize({ ...box(head.width, head.height, limits), withoutEnlargement: true, fit: "inside" });
    const written = await encode(scaled.toColourspace("srgb"), kind, clean).toBuffer({ resolveWithObject: true });
    const { width, height } = written.info;
    const thumbnail = await thumb(decode(written.data, limits), width, height, limits.thumbEdge).toBuffer();
    return { kind: clean, bytes: written.data, width, height, thumbnail };
  } catch (error) {
    throw error instanceof FileError ? error : refusalFor(error);
  }
}

/** What an error of sharp says about the image. */
export function refusalFor(error: unknown): FileError {
  const timeout = error instanceof Error && error.message.startsWith("timeout");
  return new FileError(timeout ? "file-processing-timeout" : "file-damaged", { cause: error });
}

function decode(bytes: Buffer, limits: FileLimits): Sharp {
  // "error": a cut-off picture is refused, a harmless oddity of some camera is not.
  return sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: "error", pages: 1 }).timeout({
    seconds: limits.imageSeconds,
  });
}

/** Where the result must fit; a strip keeps its readable width instead of shrinking to a line. Both ways round, as turning comes first. */
function box(width: number, height: number, limits: FileLimits): { width: number; height: number } {
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  if (long <= short * STRIP_RATIO) return { width: limits.imageEdge, height: limits.imageEdge };
  const scale = Math.min(1, limits.stripWidth / short, limits.stripEdge / long);
  const edge = Math.max(limits.imageEdge, Math.round(long * scale));
  return { width: edge, height: edge };
}

function encode(image: Sharp, from: ImageKind, to: ImageKind): Sharp {
  switch (to) {
    case "jpeg":
      return from === "png" ? image.jpeg({ quality: 90, chromaSubsampling: "4:4:4" }) : image.jpeg({ quality: 82 });
    case "webp":
      return image.webp({ quality: 82, effort: 3 });
    case "png":
      return image.png({ compressionLevel: 7 });
  }
}

/** The whole picture in a square; of a strip, its beginning. */
function thumb(image: Sharp, width: number, height: number, edge: number): Sharp {
  const strip = Math.max(width, height) > STRIP_RATIO * Math.min(width, height);
  const resized = strip
    ? image.resize(edge, edge, { fit: "cover", position: "left top", withoutEnlargement: true })
    : image.resize(edge, edge, { fit: "inside", withoutEnlargement: true });
  return resized.webp({ quality: 72, effort: 3 });
}
