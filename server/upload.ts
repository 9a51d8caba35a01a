import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { FileDoor, StoredFile } from "#directory/context.ts";
import { AppError } from "#kernel/errors.ts";
import { FileError } from "./files/file-error.ts";
import type { Platform } from "./platform.ts";

/** A file on its way in: nothing has been read yet. */
export interface Arrival {
  takeIn(platform: Platform): Promise<Upload>;
}

/** A file that was taken in; discarded again unless its operation succeeds. */
export interface Upload {
  readonly file: StoredFile;
  discard(): Promise<void>;
}

export function arrivalOf(source: Readable, name: string, type: string | undefined, signal: AbortSignal): Arrival {
  return {
    async takeIn(platform) {
      try {
        const taken = await platform.intake.takeIn(source, { declaredName: name, declaredType: type, signal });
        return {
          file: {
            id: randomUUID(),
            name: taken.name,
            mediaType: taken.mediaType,
            size: taken.size,
            sha256: taken.sha256,
            width: taken.width ?? null,
            height: taken.height ?? null,
            storageKey: taken.key,
            thumbKey: taken.thumbKey ?? null,
          },
          discard: () => platform.intake.discard(taken),
        };
      } catch (error) {
        throw error instanceof FileError ? refusalOf(error) : error;
      }
    },
  };
}

function refusalOf(error: FileError): AppError {
  if (error.code === "file-too-large") return new AppError("too-large", { cause: error });
  if (error.code === "storage-full") return new AppError("unavailable", { cause: error });
  return new AppError("file-refused", { issues: [{ path: "file", code: error.code }], cause: error });
}

export function fileDoor(platform: Platform, upload: Upload | undefined): FileDoor {
  return {
    takeIn() {
      if (!upload) throw new AppError("bad-request");
      return Promise.resolve(upload.file);
    },
    open: (key) => platform.storage.open(key),
    remove: (key) => platform.storage.remove(key),
  };
}
