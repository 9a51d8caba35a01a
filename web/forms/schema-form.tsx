import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { z } from "zod";
import type { FieldIssue } from "#kernel/errors.ts";
import { CallError, type UploadedFile } from "#web/call.ts";
import { issueWords } from "#web/forms/issue-words.ts";
import { complaintsOf, fieldsOf, initialValues, sentValues, sortIssues } from "#web/forms/schema-fields.ts";
import { SchemaFieldControl } from "#web/forms/schema-field-control.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { Names } from "#web/policy/fill-template.ts";
import { TemplatePicker } from "#web/policy/template-picker.tsx";
import { Button, type ButtonLook } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { FilePicker } from "#web/ui/file-picker.tsx";
import { Icon } from "#web/ui/icons.tsx";
import styles from "#web/forms/schema-form.module.css";

export interface SchemaFormProps {
  schema: z.ZodObject;
  /** Name of the declaration: its labels are `<prefix>.<labelKey>`. */
  prefix: string;
  /** Under which what is written is kept until it is sent. */
  draftKey: string;
  submitLabel: string;
  look?: ButtonLook;
  /** Files may go along. */
  withFiles?: boolean;
  /** Which, where not all that the server takes. */
  filesAs?: { readonly hint: string; readonly accept: readonly string[] };
  /** Sends; a `CallError` is shown here, at the fields where it names them. `kept`: the person thought better of it. */
  onSubmit: (values: Record<string, unknown>, files: readonly UploadedFile[]) => Promise<"sent" | "kept">;
  /** It cannot be sent any more; what was written stays to be read and copied. */
  disabled?: boolean;
  /** Between the fields and the button: what happens once it is sent. */
  note?: ReactNode;
  /** Something new on the server while one was writing. */
  notice?: ReactNode;
  /** Something to begin with, such as a specialist's draft; taken over when the person wishes. */
  suggestion?: { label: string; values: Record<string, unknown> } | undefined;
  /** It is an answer, which can begin with a template of its topic. */
  template?: { topic: string | null; names: Names } | undefined;
  /** The first word was written, or words of an earlier visit were found. */
  onWriting?: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

interface Kept {
  values: Record<string, unknown>;
  files: UploadedFile[];
}

/** A form out of a schema: the same schema checks here and on the server. Kept while it is written, sent once. */
export function SchemaForm(props: SchemaFormProps) {
  const words = useWords();
  const { t } = words;
  const fields = useMemo(() => fieldsOf(props.schema), [props.schema]);
  const empty = useMemo((): Kept => ({ values: initialValues(fields), files: [] }), [fields]);
  const draft = useDraft<Kept>(props.draftKey, empty, reviveKept);
  const { values, files } = draft.value;
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [failure, setFailure] = useState<CallError>();
  const [busy, setBusy] = useState(false);
  const [uploading, setUploading] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const writing = draft.value !== empty;
  const tellWriting = useRef(props.onWriting);
  tellWriting.current = props.onWriting;
  useEffect(() => {
    if (writing) tellWriting.current?.();
  }, [writing]);

  const complain = (found: readonly FieldIssue[]) => {
    setIssues(found);
    // The first place to mend gets the keyboard, once it is marked.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
  };
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy || uploading) return;
    const sent = sentValues(fields, values);
    const complaints = complaintsOf(props.schema, sent);
    setFailure(undefined);
    if (complaints.length > 0) return complain(complaints);
    setIssues([]);
    setBusy(true);
    try {
      if ((await props.onSubmit(sent, files)) === "sent") draft.clear();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setFailure(error);
      complain(sortIssues(fields, error.issues).byField);
    } finally {
      setBusy(false);
    }
  };
  const take = (taken: Record<string, unknown>) => {
    draft.set((before) => ({ ...before, values: { ...before.values, ...taken } }));
    setIssues([]);
  };
  const sendByKeys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
  };
  // What is new stands in the notice already.
  const told = failure?.code === "stale-version" && Boolean(props.notice);
  const others = failure === undefined ? [] : sortIssues(fields, failure.issues).others;
  const fileIssue = others.find((issue) => issue.path.startsWith("files"));
  return (
    <form
      ref={form}
      className={styles["form"]}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={sendByKeys}
    >
      {props.suggestion !== undefined && (
        <Button className={styles["suggestion"]} icon="file" onClick={() => take(props.suggestion?.values ?? {})}>
          {props.suggestion.label}
        </Button>
      )}
      {props.template !== undefined && <TemplatePicker {...props.template} onTake={take} />}
      {fields.map((field, index) => {
        const issue = issues.find((one) => one.path === field.name);
        return (
          <SchemaFieldControl
            key={field.name}
            field={field}
            prefix={props.prefix}
            value={values[field.name]}
            error={issue && issueWords(words, issue)}
            autoFocus={props.autoFocus === true && index === 0}
            onChange={(value) => {
              draft.set((before) => ({ ...before, values: { ...before.values, [field.name]: value } }));
              setIssues((before) => before.filter((one) => one.path !== field.name));
            }}
          />
        );
      })}
      {props.withFiles === true && (
        <FilePicker
          files={files}
          onChange={(next) => draft.set((before) => ({ ...before, files: next }))}
          onBusy={setUploading}
          error={fileIssue && issueWords(words, fileIssue)}
          {...props.filesAs}
        />
      )}
      {props.notice}
      {failure !== undefined && !told && (
        <div className={styles["failure"]} role="alert">
          <Icon name="warning" />
          <div>
            <p>{t(`error.${failure.code}`)}</p>
            {failure.reason !== undefined && (
              <p>{words.find(`${props.prefix}.reason.${failure.reason}`) ?? words.find(`reason.${failure.reason}`)}</p>
            )}
          </div>
        </div>
      )}
      {issues.length > 0 && (
        <p className={styles["fix"]} role="status">
          {t("form.fix", { count: issues.length })}
        </p>
      )}
      {props.note}
      {uploading && (
        <p className={styles["fix"]} role="status">
          {t("file.inProgress")}
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button type="submit" look={props.look ?? "filled"} busy={busy} disabled={uploading || props.disabled === true}>
          {props.submitLabel}
        </Button>
        {props.onCancel !== undefined && <Button onClick={props.onCancel}>{t("act.cancel")}</Button>}
        <DraftNote draft={draft} />
      </div>
    </form>
  );
}

function reviveKept(kept: unknown): Kept | undefined {
  if (typeof kept !== "object" || kept === null || !("values" in kept) || !("files" in kept)) return undefined;
  const { values, files } = kept;
  if (typeof values !== "object" || values === null || !Array.isArray(files)) return undefined;
  return { values: { ...values }, files };
}
