import { useState } from "react";
import type { MatterHead } from "#matters/due-groups.ts";
import { BulkResults } from "#web/bulk/bulk-results.tsx";
import { useAction } from "#web/call.ts";
import { SchemaForm } from "#web/forms/schema-form.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { findProcedure } from "#web/procedures.ts";
import { Button } from "#web/ui/button.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

type Results = OutputFor<"matter.stepMany">["results"];

interface Props {
  step: string;
  /** All of one kind. */
  heads: readonly MatterHead[];
  onClose: () => void;
}

/** One step with one form for all chosen matters; then what came of each. */
export function BulkStep({ step, heads, onClose }: Props) {
  const { t, say, find } = useWords();
  // The chosen ones leave the list while they move on.
  const [chosen] = useState(heads);
  const [results, setResults] = useState<Results>();
  const take = useAction("matter.stepMany");
  const kind = chosen[0]?.procedure ?? "";
  const declared = findProcedure(kind)?.steps[step];
  if (declared === undefined) return null;
  const label = say(`${kind}.step.${step}`);
  const nameOf = (id: number) => {
    const head = chosen.find((one) => one.id === id);
    return head === undefined ? String(id) : `${head.number} ${head.title}`;
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("bulk.step", { step: label, count: chosen.length })}
      foot={
        results === undefined ? undefined : (
          <Button look="filled" onClick={onClose}>
            {t("act.close")}
          </Button>
        )
      }
    >
      {results === undefined ? (
        <SchemaForm
          schema={declared.form}
          prefix={kind}
          draftKey={`bulk:${kind}:${step}`}
          submitLabel={t("bulk.step", { step: label, count: chosen.length })}
          note={find(`${kind}.effect.${step}`) !== undefined && <p>{find(`${kind}.effect.${step}`)}</p>}
          onSubmit={async (form) => {
            const matters = chosen.map(({ id, version }) => ({ id, version }));
            const answer = await take.mutateAsync({ procedure: kind, step, form, matters });
            setResults(answer.results);
            return "sent";
          }}
        />
      ) : (
        <BulkResults results={results} nameOf={nameOf} prefix={kind} />
      )}
    </Sheet>
  );
}
