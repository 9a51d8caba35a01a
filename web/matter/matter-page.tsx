import { useParams, useSearch } from "@tanstack/react-router";
import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { matterLabel } from "#web/matter/matter-head.tsx";
import { MatterPane } from "#web/matter/matter-pane.tsx";
import { hasMatters } from "#web/nav.ts";
import { useMe } from "#web/session.tsx";
import { IconButton } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { NotFound } from "#web/ui/page-state.tsx";
import { useWide } from "#web/ui/use-wide.ts";

/** One matter as a page of its own. An address that can be no matter's looks like one that is not there. */
export function MatterPage() {
  const words = useWords();
  const { t } = words;
  const me = useMe();
  const wide = useWide();
  const { id: written = "" } = useParams({ strict: false });
  const { step } = useSearch({ strict: false });
  const id = /^[1-9]\d{0,15}$/.test(written) ? Number(written) : undefined;
  const known = useOperation("matter.get", { id: id ?? 0 }, { enabled: id !== undefined }).data;
  // With room the number stands above the title instead.
  const title = wide ? "" : known === undefined ? t("matter.page") : matterLabel(words, known);
  return (
    <>
      <PageHead back={hasMatters(me) ? "/matters" : "/my-data"} title={title}>
        {known !== undefined && <IconButton icon="print" label={t("act.print")} onClick={() => window.print()} />}
      </PageHead>
      {id === undefined ? <NotFound /> : <MatterPane id={id} step={typeof step === "string" ? step : undefined} />}
    </>
  );
}
