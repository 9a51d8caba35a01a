/** What the files engine accepts and makes (domain CR9). Sizes in bytes unless the name says otherwise. */
export interface FileLimits {
  /** One file, as received. */
  readonly maxFileBytes: number;
  /** Files of one entry or form section; counted by the operation that attaches them. */
  readonly maxFilesPerEntry: number;
  /** Pixels of an image after decoding: a small file can unfold to gigabytes. */
  readonly maxPixels: number;
  /** What an Office file may unfold to when somebody opens it. */
  readonly maxUnpackedBytes: number;
  /** Longer edge of a kept image, in pixels. */
  readonly imageEdge: number;
  /** Shorter edge of a strip (a long screenshot of a chat), whose longer edge may be `stripEdge`. */
  readonly stripWidth: number;
  readonly stripEdge: number;
  /** Longer edge of a thumbnail, in pixels. */
  readonly thumbEdge: number;
  /** Time for one image operation. */
  readonly imageSeconds: number;
  /** Images and Office files examined at once in one process; the others wait in storage, not in memory. */
  readonly parallel: number;
  /** Display name, in code points. */
  readonly maxNameLength: number;
}

const MIB = 1024 * 1024;

export const FILE_LIMITS: FileLimits = {
  maxFileBytes: 20 * MIB,
  maxFilesPerEntry: 12,
  maxPixels: 60_000_000,
  maxUnpackedBytes: 200 * MIB,
  imageEdge: 2560,
  stripWidth: 1080,
  stripEdge: 16_000,
  thumbEdge: 360,
  imageSeconds: 15,
  parallel: 2,
  maxNameLength: 120,
};
