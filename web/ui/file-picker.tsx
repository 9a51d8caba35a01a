import { useEffect, useId, useRef } from "react";
import type { UploadedFile } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { Button, IconButton } from "#web/ui/button.tsx";
import { acceptedTypes, maxFiles } from "#web/ui/file-rules.ts";
import { FilePicture } from "#web/ui/files-view.tsx";
import { type Upload, useUploads } from "#web/ui/use-uploads.ts";
import styles from "#web/ui/files.module.css";

interface Props {
  /** What has arrived at the server and will go with the form. */
  files: readonly UploadedFile[];
  onChange: (files: UploadedFile[]) => void;
  /** Whether something is still on its way: sending should wait. */
  onBusy?: (busy: boolean) => void;
  label?: string;
  hint?: string;
  error?: string | undefined;
  /** What may be picked from the gallery, where it is less than what the server takes. */
  accept?: readonly string[];
}

/** Photos from the camera or the gallery and files, sent up at once with progress, removed and tried again here. */
export function FilePicker({ files, onChange, onBusy, label, hint, error, accept = acceptedTypes }: Props) {
  const { t } = useWords();
  const id = useId();
  const { uploads, busy, full, add, retry, drop } = useUploads({ files, onChange });
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const tellBusy = useRef(onBusy);
  tellBusy.current = onBusy;
  useEffect(() => tellBusy.current?.(busy), [busy]);
  const pick = (input: HTMLInputElement) => {
    add(Array.from(input.files ?? []));
    // So that the same file can be picked again after it was removed.
    input.value = "";
  };
  return (
    <div className={styles["picker"]} role="group" aria-labelledby={`${id}-label`}>
      <p className={styles["label"]} id={`${id}-label`}>
        {label ?? t("file.add")} <span className={styles["optional"]}>{t("form.optional")}</span>
      </p>
      <p className={styles["hint"]}>{hint ?? t("file.hint", { max: maxFiles })}</p>
      <ul className={styles["files"]}>
        {files.map((file) => (
          <li key={file.id} className={styles["picked"]}>
            <FilePicture file={file} />
            <IconButton
              icon="close"
              label={t("file.removeNamed", { name: file.name })}
              onClick={() => onChange(files.filter((one) => one.id !== file.id))}
            />
          </li>
        ))}
        {uploads.map((upload) => (
          <UploadRow
            key={upload.key}
            upload={upload}
            onRetry={() => retry(upload.key)}
            onDrop={() => drop(upload.key)}
          />
        ))}
      </ul>
      <div className={styles["pick"]}>
        <Button icon="camera" className={styles["cameraButton"]} onClick={() => camera.current?.click()}>
          {t("file.photo")}
        </Button>
        <Button icon="clip" onClick={() => gallery.current?.click()}>
          {t("file.choose")}
        </Button>
      </div>
      <input
        ref={camera}
        hidden
        type="file"
        accept="image/jpeg"
        capture="environment"
        aria-label={t("file.photo")}
        onChange={(event) => pick(event.target)}
      />
      <input
        ref={gallery}
        hidden
        multiple
        type="file"
        accept={accept.join(",")}
        aria-label={t("file.choose")}
        onChange={(event) => pick(event.target)}
      />
      {full && (
        <p className={styles["error"]} role="alert">
          {t("file.tooMany", { max: maxFiles })}
        </p>
      )}
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function UploadRow({ upload, onRetry, onDrop }: { upload: Upload; onRetry: () => void; onDrop: () => void }) {
  const { t } = useWords();
  const { name } = upload.file;
  return (
    <li className={styles["upload"]}>
      <span className={styles["name"]}>{name}</span>
      {upload.state === "failed" ? (
        <span className={styles["error"]} role="alert">
          {t("file.failed")}
          {upload.error !== undefined && upload.error !== "file.failed" && ` · ${t(upload.error)}`}
        </span>
      ) : (
        <span className={styles["hint"]}>
          {upload.state === "waiting"
            ? t("file.waiting")
            : t("file.uploading", { percent: Math.round(upload.share * 100) })}
          <progress className={styles["progress"]} max={1} value={upload.share} aria-label={name} />
        </span>
      )}
      <span className={styles["rowActions"]}>
        {upload.state === "failed" && (
          <IconButton icon="retry" label={t("file.retryNamed", { name })} onClick={onRetry} />
        )}
        <IconButton icon="close" label={t("file.removeNamed", { name })} onClick={onDrop} />
      </span>
    </li>
  );
}
