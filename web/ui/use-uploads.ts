import { useEffect, useRef, useState } from "react";
import { CallError, uploadFile, type UploadedFile } from "#web/call.ts";
import type { TextKey } from "#web/i18n/texts.ts";
import { maxFiles, refusalOf } from "#web/ui/file-rules.ts";
import { shrinkPhoto } from "#web/ui/shrink-photo.ts";

/** A file that is on its way, or did not arrive. */
export interface Upload {
  key: number;
  file: File;
  state: "waiting" | "sending" | "failed";
  /** 0 … 1 */
  share: number;
  error: TextKey | undefined;
}

/** Files travel one after the other as soon as they are picked; one that fails waits for another try. */
export function useUploads(options: { files: readonly UploadedFile[]; onChange: (files: UploadedFile[]) => void }) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [full, setFull] = useState(false);
  const nextKey = useRef(1);
  const abort = useRef(new Map<number, AbortController>());
  // What has arrived since the last drawing must not be lost when two files end together.
  const latest = useRef(options);
  latest.current = options;

  const change = (key: number, part: Partial<Upload>) => {
    setUploads((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  };

  const sending = uploads.some((one) => one.state === "sending");
  const next = uploads.find((one) => one.state === "waiting");
  useEffect(() => {
    if (sending || next === undefined) return;
    const { key, file } = next;
    const control = new AbortController();
    abort.current.set(key, control);
    change(key, { state: "sending", share: 0, error: undefined });
    void (async () => {
      try {
        const small = await shrinkPhoto(file);
        const refusal = refusalOf(small);
        if (refusal !== undefined) return change(key, { state: "failed", error: refusal });
        const arrived = await uploadFile(small, (share) => change(key, { share }), control.signal);
        const files = [...latest.current.files, arrived];
        latest.current = { ...latest.current, files };
        latest.current.onChange(files);
        setUploads((before) => before.filter((one) => one.key !== key));
      } catch (error) {
        if (!control.signal.aborted) change(key, { state: "failed", error: messageOf(error) });
      } finally {
        abort.current.delete(key);
      }
    })();
  }, [sending, next]);

  // Leaving the page ends what is on its way.
  useEffect(() => {
    const controls = abort.current;
    return () => {
      for (const control of controls.values()) control.abort();
    };
  }, []);

  return {
    uploads,
    busy: uploads.some((one) => one.state !== "failed"),
    /** More was picked than there is room for. */
    full,
    add(picked: readonly File[]) {
      const room = maxFiles - options.files.length - uploads.length;
      setFull(picked.length > room);
      const added = picked.slice(0, Math.max(0, room)).map((file) => ({
        key: nextKey.current++,
        file,
        state: "waiting" as const,
        share: 0,
        error: undefined,
      }));
      setUploads((before) => [...before, ...added]);
    },
    retry(key: number) {
      change(key, { state: "waiting", error: undefined });
    },
    drop(key: number) {
      abort.current.get(key)?.abort();
      setUploads((before) => before.filter((one) => one.key !== key));
    },
  };
}

function messageOf(error: unknown): TextKey {
  if (!(error instanceof CallError)) return "file.failed";
  return error.code === "network" ? "file.failed" : `error.${error.code}`;
}
