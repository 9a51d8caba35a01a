import { fileUrl } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { Icon } from "#web/ui/icons.tsx";
import { sizeWords } from "#web/ui/file-rules.ts";
import styles from "#web/ui/files.module.css";

export type Attachment = OutputFor<"file.upload">;

/** Photos as small pictures, other files by name; each opens in a new tab. */
export function FilesView({ files }: { files: readonly Attachment[] }) {
  const { t } = useWords();
  if (files.length === 0) return null;
  return (
    <ul className={styles["files"]} aria-label={t("matter.files")}>
      {files.map((file) => (
        <li key={file.id} className={file.hasThumb ? undefined : styles["named"]}>
          <a
            className={styles["open"]}
            href={fileUrl(file.id)}
            target="_blank"
            rel="noreferrer"
            aria-label={t("file.openNamed", { name: file.name })}
          >
            <FilePicture file={file} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The small picture of a photo, or the sign, name and size of another file. */
export function FilePicture({ file }: { file: Attachment }) {
  const { t } = useWords();
  if (file.hasThumb) {
    return (
      <img
        className={styles["thumb"]}
        src={fileUrl(file.id, { thumb: true })}
        alt={t("file.photoAlt", { name: file.name })}
        loading="lazy"
        decoding="async"
      />
    );
  }
  return (
    <span className={styles["document"]}>
      <Icon name="file" />
      <span className={styles["name"]}>{file.name}</span>
      <span className={styles["size"]}>{sizeWords(file.size)}</span>
    </span>
  );
}
