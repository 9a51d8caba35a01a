/** Why a file is not accepted. The words for users belong to these codes in the message files of the shell. */
export type FileRefusal =
  | "file-empty"
  | "file-too-large"
  | "file-too-many-pixels"
  | "file-unpacks-too-large"
  /** Not one of the accepted kinds, whatever it is called. */
  | "file-type-not-allowed"
  /** The name or the declared type says one kind, the content is another. */
  | "file-content-mismatch"
  /** Of an accepted kind, but broken. */
  | "file-damaged"
  /** HEIC cannot be decoded here: to be sent as JPEG (the phone's camera setting "most compatible"). */
  | "file-heic-unsupported"
  /** .doc, .xls, .ppt: to be saved as .docx or .xlsx. */
  | "file-legacy-office"
  | "file-password-protected"
  | "file-has-macros"
  | "file-processing-timeout"
  /** The sender broke off. */
  | "file-interrupted";

/** What the storage itself can answer. */
export type StorageFailure =
  | "storage-full"
  | "storage-failed"
  | "stored-file-missing"
  /** Altered, cut off or exchanged on disk, or sealed under a key that is not here. */
  | "stored-file-damaged";

export type FileErrorCode = FileRefusal | StorageFailure;

/** A file could not be taken in, kept or read; `code` says why. */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.name = "FileError";
    this.code = code;
  }
}
