import { useParams, useSearch } from "@tanstack/react-router";
import { useWords } from "#web/i18n/index.ts";
import { MatterPane } from "#web/matter/matter-pane.tsx";
import { IconButton } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { NotFound } from "#web/ui/page-state.tsx";

/** One matter as a page of its own. */
export function MatterPage() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false });
  const { step } = useSearch({ strict: false });
  if (!/^[1-9]\d{0,15}$/.test(id)) return <NotFound />;
  return (
    <>
      <PageHead back="/matters" title={t("matter.page")}>
        <IconButton icon="print" label={t("act.print")} onClick={() => window.print()} />
      </PageHead>
      <MatterPane key={id} id={Number(id)} step={typeof step === "string" ? step : undefined} />
    </>
  );
}
