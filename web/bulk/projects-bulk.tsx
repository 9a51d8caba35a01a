import { useState } from "react";
import type { Card } from "#capabilities/projects/board-view.ts";
import { bulkLimit } from "#matters/contract.ts";
import { BulkBar } from "#web/bulk/bulk-bar.tsx";
import type { Selection } from "#web/bulk/selection.ts";
import { ExportButton } from "#web/exports/export-button.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { Order } from "#web/projects/board-table.tsx";
import { useMe } from "#web/session.tsx";
import { NameManySheet } from "#web/staffing/name-many-sheet.tsx";
import { Button } from "#web/ui/button.tsx";

/** Exporting exactly the chosen projects, and proposing one person for all of them. */
export function ProjectsBulk(props: { selection: Selection; cards: readonly Card[]; order: Order }) {
  const { t } = useWords();
  const me = useMe();
  const { selection, cards, order } = props;
  const [naming, setNaming] = useState(false);
  const chosen = cards.filter(({ id }) => selection.chosen.has(id));
  const tooMany = chosen.length > bulkLimit;
  return (
    <>
      <BulkBar
        selection={selection}
        shown={cards.length}
        note={tooMany && me.desk === "office" ? t("bulk.limit", { max: bulkLimit }) : undefined}
      >
        {me.desk === "office" && !tooMany && (
          <Button look="filled" onClick={() => setNaming(true)}>
            {t("bulk.propose")}
          </Button>
        )}
        <ExportButton
          id="project.export"
          input={{ only: chosen.map(({ id }) => id).join(","), order: order.key, down: order.down }}
          name={t("projects.title")}
        />
      </BulkBar>
      {naming && <NameManySheet projects={chosen} onClose={() => setNaming(false)} />}
    </>
  );
}
