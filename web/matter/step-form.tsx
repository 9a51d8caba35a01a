import { useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { useRef, useState } from "react";
import { keyOf, type UploadedFile, useAction } from "#web/call.ts";
import { SchemaForm } from "#web/forms/schema-form.tsx";
import { useWords } from "#web/i18n/index.ts";
import { entryTitle, InternalMark, withWho } from "#web/matter/entry-view.tsx";
import { findSuggestion, isEnding, isInternal, lastSeq, type Matter } from "#web/matter/matter-view.ts";
import { findProcedure } from "#web/procedures.ts";
import { useMe } from "#web/session.tsx";
import { Confirm } from "#web/ui/confirm.tsx";
import { pictureTypes } from "#web/ui/file-rules.ts";
import { Icon } from "#web/ui/icons.tsx";
import { showToast } from "#web/ui/toast.tsx";
import styles from "#web/matter/acts.module.css";

interface Props {
  matter: Matter;
  step: string;
  onDone: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/**
 * The form of a step, out of the procedure. What is written survives everything: new events, a refusal, leaving the
 * page. Something new on the matter is shown before it is sent; a step that is no longer open says so.
 */
export function StepForm({ matter, step, onDone, onCancel, autoFocus = false }: Props) {
  const words = useWords();
  const { t, say, find } = words;
  const me = useMe();
  const prefix = matter.procedure;
  const procedure = findProcedure(prefix);
  const declared = procedure?.steps[step];
  const queries = useQueryClient();
  const take = useAction("matter.step");
  // What came after somebody began to write is news to him; before that the history says it.
  const [seen, setSeen] = useState<number>();
  const [asking, setAsking] = useState<(sure: boolean) => void>();
  const [sending, setSending] = useState(false);
  // The newest version, also for an answer that is given after the page was read anew.
  const latest = useRef(matter);
  latest.current = matter;
  if (declared === undefined) return null;

  const news = sending || seen === undefined ? [] : matter.entries.filter((entry) => entry.seq > seen && !entry.mine);
  const gone = !sending && matter.abilities.steps.find((one) => one.id === step)?.blockedBy !== null;
  const ending = isEnding(procedure, step);
  const label = say(`${prefix}.step.${step}`);
  // Whoever complained without his name.
  const unnamed = matter.anonymous && me.kind === "member";
  const draft = findSuggestion(procedure, step, matter.entries);

  const send = async (form: Record<string, unknown>, files: readonly UploadedFile[]) => {
    if (declared.confirm === true) {
      const sure = await new Promise<boolean>((answer) => setAsking(() => answer));
      setAsking(undefined);
      if (!sure) return "kept";
    }
    setSending(true);
    try {
      const { id, version } = latest.current;
      await take.mutateAsync({ id, step, version, form, files: files.map((file) => file.id) });
      showToast(t("matter.sent"));
      onDone();
      return "sent";
    } catch (error) {
      // The matter has moved on: show what is new beside what was written.
      await queries.invalidateQueries({ queryKey: keyOf("matter.get", { id: matter.id }) });
      throw error;
    } finally {
      setSending(false);
    }
  };

  return (
    <div className={styles["step"]}>
      {isInternal(procedure, declared.audience) && <InternalMark prefix={prefix} audience={declared.audience} />}
      <SchemaForm
        schema={declared.form}
        prefix={prefix}
        draftKey={`matter:${matter.id}:${step}`}
        submitLabel={label}
        look={ending && declared.primary !== true ? "danger" : "filled"}
        withFiles={Object.keys(declared.form.shape).includes("text")}
        {...(unnamed && { filesAs: { hint: t("matter.unnamedFiles"), accept: pictureTypes } })}
        template={
          takesTemplates(declared.form)
            ? {
                topic: matter.topic?.code ?? null,
                names: { project: matter.project?.name ?? null, enterprise: matter.enterprise?.name ?? null },
              }
            : undefined
        }
        disabled={gone}
        autoFocus={autoFocus}
        onSubmit={send}
        onWriting={() => setSeen(lastSeq(latest.current))}
        note={
          find(`${prefix}.effect.${step}`) !== undefined && (
            <p className={styles["effect"]}>{find(`${prefix}.effect.${step}`)}</p>
          )
        }
        suggestion={
          draft && {
            label: t("matter.takeDraft", { who: draft.mine ? t("matter.you") : draft.actor }),
            values: draft.form,
          }
        }
        notice={
          (news.length > 0 || gone) && (
            <div className={styles["news"]} role="status">
              <p>
                <Icon name="warning" />
                <strong>{t("matter.stale")}</strong>
              </p>
              <ul>
                {news.map((entry) => (
                  <li key={entry.seq}>{entryTitle(words, prefix, procedure, withWho(words, matter, entry))}</li>
                ))}
              </ul>
              <p>{t(gone ? "matter.staleGone" : "matter.staleLook")}</p>
            </div>
          )
        }
        {...(onCancel === undefined ? {} : { onCancel })}
      />
      <Confirm
        open={asking !== undefined}
        question={find(`${prefix}.sure.${step}`) ?? label}
        yes={t("matter.sureYes", { step: label })}
        danger={ending && declared.primary !== true}
        onYes={() => asking?.(true)}
        onNo={() => asking?.(false)}
      >
        <p>{find(`${prefix}.effect.${step}`)}</p>
      </Confirm>
    </div>
  );
}

/** An answer with its source can begin with a template; only the police write such. */
function takesTemplates(form: z.ZodObject): boolean {
  return ["text", "source"].every((name) => name in form.shape);
}
