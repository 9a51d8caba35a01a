import { useState } from "react";
import { bulkLimit } from "#matters/contract.ts";
import type { MatterHead } from "#matters/due-groups.ts";
import { BulkBar } from "#web/bulk/bulk-bar.tsx";
import { BulkStep } from "#web/bulk/bulk-step.tsx";
import { stepsForAll } from "#web/bulk/bulk-steps.ts";
import type { Selection } from "#web/bulk/selection.ts";
import { ExportButton } from "#web/exports/export-button.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { InputFor } from "#web/operations.ts";
import { findProcedure } from "#web/procedures.ts";
import { Button } from "#web/ui/button.tsx";

interface Props {
  selection: Selection;
  /** The matters that are shown. */
  heads: readonly MatterHead[];
  /** What the list was asked for. */
  filters: InputFor<"matter.export">;
  name: string;
  /** Leaves choosing, where it is a mode. */
  onDone?: (() => void) | undefined;
}

/** Exporting exactly the chosen matters, and one step for all of them. */
export function MattersBulk({ selection, heads, filters, name, onDone }: Props) {
  const { t, say } = useWords();
  const [step, setStep] = useState<string>();
  const chosen = heads.filter(({ id }) => selection.chosen.has(id));
  const steps = stepsForAll(chosen, findProcedure);
  const tooMany = chosen.length > bulkLimit;
  const note = tooMany
    ? t("bulk.limit", { max: bulkLimit })
    : steps.length === 0 && chosen.length > 1
      ? t("bulk.noStep")
      : undefined;
  return (
    <>
      <BulkBar selection={selection} shown={heads.length} note={note} onDone={onDone}>
        {!tooMany &&
          steps.map((one) => (
            <Button key={one} look="filled" onClick={() => setStep(one)}>
              {say(`${chosen[0]?.procedure}.step.${one}`)}
            </Button>
          ))}
        <ExportButton
          id="matter.export"
          input={{ ...filters, only: chosen.map(({ id }) => id).join(",") }}
          name={name}
        />
      </BulkBar>
      {step !== undefined && <BulkStep step={step} heads={chosen} onClose={() => setStep(undefined)} />}
    </>
  );
}
