import { useState } from "react";
import type { Citation } from "#kernel/fields/citation.ts";
import { useOperation } from "#web/call.ts";
import { useWords, type Words } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import styles from "#web/policy/policy.module.css";
import { Button, IconButton } from "#web/ui/button.tsx";
import { type FieldProps, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

type Item = OutputFor<"policyItem.get">;

/** "护企二十条第 7 条" */
export function citedName({ t }: Pick<Words, "t">, item: Pick<Item, "setName" | "no">): string {
  return t("policy.chip", { set: item.setName, no: item.no });
}

/** The items that an answer cites: chips, and a sheet to find more. */
export function CitationsField(
  props: Omit<FieldProps, "optional"> & { value: readonly Citation[]; onChange: (value: Citation[]) => void },
) {
  const { t } = useWords();
  const [finding, setFinding] = useState(false);
  const { value } = props;
  return (
    <fieldset className={styles["cites"]}>
      <legend>{props.label}</legend>
      {value.length > 0 && (
        <ul className={styles["chips"]}>
          {value.map((cited) => (
            <Chosen
              key={cited.item}
              cited={cited}
              onRemove={() => props.onChange(value.filter((one) => one.item !== cited.item))}
            />
          ))}
        </ul>
      )}
      {props.error !== undefined && (
        <p className={styles["error"]} role="alert">
          {props.error}
        </p>
      )}
      <Button icon="search" onClick={() => setFinding(true)}>
        {t("policy.cite")}
      </Button>
      <Sheet open={finding} onClose={() => setFinding(false)} title={t("policy.cite")}>
        <Finder
          cited={value}
          onCite={(cited) => {
            props.onChange([...value, cited]);
            setFinding(false);
          }}
        />
      </Sheet>
    </fieldset>
  );
}

function Chosen({ cited, onRemove }: { cited: Citation; onRemove: () => void }) {
  const words = useWords();
  const item = useOperation("policyItem.get", { id: cited.item, version: cited.version });
  const name = item.data === undefined ? "…" : `${citedName(words, item.data)} ${item.data.title}`;
  return (
    <li className={styles["chip"]}>
      <span>{name}</span>
      <IconButton icon="close" label={words.t("policy.removeCitation", { name })} onClick={onRemove} />
    </li>
  );
}

function Finder({ cited, onCite }: { cited: readonly Citation[]; onCite: (cited: Citation) => void }) {
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useState("");
  const found = useOperation("policyItem.find", { q: typed.trim() }, { placeholderData: (before) => before });
  return (
    <>
      <TextField label={t("policy.find")} hint={t("policy.citeHint")} type="search" value={typed} onChange={setTyped} />
      <PageState query={found} skeleton="list">
        {({ items, more }) => (
          <>
            {items.length === 0 && <p>{t("policy.findNone")}</p>}
            <ul className={styles["items"]}>
              {items.map((item) => (
                <li key={item.id} className={styles["item"]}>
                  <p>
                    <strong>{citedName(words, item)}</strong> {item.title}
                  </p>
                  <p className={styles["clip"]}>{item.body}</p>
                  {item.expired && <p className={styles["warning"]}>{t("policy.expiredWarning")}</p>}
                  <Button
                    disabled={cited.some((one) => one.item === item.id)}
                    onClick={() => onCite({ item: item.id, version: item.version })}
                  >
                    {t("policy.addCitation")}
                  </Button>
                </li>
              ))}
            </ul>
            {more && <p className={styles["soft"]}>{t("policy.findMore")}</p>}
          </>
        )}
      </PageState>
    </>
  );
}
