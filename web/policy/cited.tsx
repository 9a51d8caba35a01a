import { useState } from "react";
import type { Citation } from "#kernel/fields/citation.ts";
import { useOperation } from "#web/call.ts";
import { useWords } from "#web/i18n/index.ts";
import { citedName } from "#web/policy/citations-field.tsx";
import { ItemText } from "#web/policy/item-text.tsx";
import styles from "#web/policy/policy.module.css";
import { Sheet } from "#web/ui/sheet.tsx";

/** What an answer cites, each a chip that opens the text as it was then. */
export function Cited({ cited }: { cited: readonly Citation[] }) {
  return (
    <ul className={styles["chips"]}>
      {cited.map((one) => (
        <li key={one.item}>
          <CitedItem cited={one} />
        </li>
      ))}
    </ul>
  );
}

function CitedItem({ cited }: { cited: Citation }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const item = useOperation("policyItem.get", { id: cited.item, version: cited.version }, { staleTime: 60_000 });
  if (item.data === undefined) return null;
  const name = citedName(words, item.data);
  return (
    <>
      <button type="button" className={styles["open"]} onClick={() => setOpen(true)}>
        {name}
      </button>
      <Sheet open={open} onClose={() => setOpen(false)} title={name}>
        <ItemText item={item.data} />
        <p className={styles["soft"]}>
          {words.t("policy.asItWas")} {item.data.expired && words.t("policy.expiredNow")}
        </p>
      </Sheet>
    </>
  );
}
