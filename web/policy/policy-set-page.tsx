import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ItemActions } from "#web/policy/item-actions.tsx";
import { ItemDraft } from "#web/policy/item-draft.tsx";
import { ItemText } from "#web/policy/item-text.tsx";
import styles from "#web/policy/policy.module.css";
import { Button } from "#web/ui/button.tsx";
import { SwitchField } from "#web/ui/field.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { NotFound, PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Set_ = OutputFor<"policySet.get">;
type Item = Set_["items"][number];

/** One set of measures, item by item; its keepers revise, publish and withdraw here. */
export function PolicySetPage() {
  const { id } = useParams({ strict: false });
  const wanted = Number(id);
  return Number.isSafeInteger(wanted) && wanted > 0 ? <TheSet id={wanted} /> : <NotFound />;
}

function TheSet({ id }: { id: number }) {
  const { t, date } = useWords();
  const set = useOperation("policySet.get", { id });
  useTitle(set.data?.name ?? t("policy.title"));
  const [unused, setUnused] = useState(false);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHead back="/policies" title={t("policy.title")} />
      <div className={home["page"]}>
        <PageState query={set}>
          {(found) => {
            const shown = found.items.filter((item) => !unused || (item.current !== null && item.uses === 0));
            const next = Math.max(0, ...found.items.map((item) => item.no)) + 1;
            return (
              <>
                <section className={home["part"]}>
                  <h1>{found.name}</h1>
                  <p className={styles["soft"]}>
                    {found.issuedOn === null
                      ? t("policy.issuedBy", { issuer: found.issuer })
                      : t("policy.issued", { issuer: found.issuer, when: date(found.issuedOn) })}{" "}
                    · {t("policy.source", { source: found.source })}
                  </p>
                  {found.mayWrite && (
                    <div className={styles["tools"]}>
                      <Button icon="plus" onClick={() => setAdding(true)}>
                        {t("policy.newItem")}
                      </Button>
                      <SwitchField label={t("policy.onlyUnused")} value={unused} onChange={setUnused} />
                    </div>
                  )}
                </section>
                <section className={home["part"]} aria-label={found.name}>
                  {shown.length === 0 && <p>{t("policy.findNone")}</p>}
                  <ul className={styles["items"]}>
                    {shown.map((item) => (
                      <ItemRow key={item.id} set={found} item={item} />
                    ))}
                  </ul>
                </section>
                <Sheet open={adding} onClose={() => setAdding(false)} title={t("policy.no", { no: next })}>
                  <ItemDraft setId={found.id} no={next} before={null} onDone={() => setAdding(false)} />
                </Sheet>
              </>
            );
          }}
        </PageState>
      </div>
    </>
  );
}

function ItemRow({ set, item }: { set: Set_; item: Item }) {
  const { t } = useWords();
  return (
    <li className={styles["item"]}>
      <h2>{t("policy.no", { no: item.no })}</h2>
      {item.current !== null && <ItemText item={item.current} />}
      {item.uses !== null && item.current !== null && (
        <p className={styles["soft"]}>
          {item.uses === 0 ? t("policy.unused") : t("policy.uses", { count: item.uses })}
        </p>
      )}
      {item.earlier.length > 0 && <Earlier item={item} />}
      {item.draft !== null && (
        <div className={styles["text"]}>
          <p>
            <strong>{t("policy.draft", { version: item.draft.version })}</strong>
            {item.draft.mine && <span className={styles["soft"]}> {t("policy.draftMine")}</span>}
          </p>
          <ItemText item={item.draft} />
        </div>
      )}
      {set.mayWrite && <ItemActions setId={set.id} item={item} />}
    </li>
  );
}

function Earlier({ item }: { item: Item }) {
  const { t } = useWords();
  const [version, setVersion] = useState<number>();
  return (
    <div className={styles["tools"]}>
      <span className={styles["soft"]}>{t("policy.earlier")}</span>
      {item.earlier.map((one) => (
        <button key={one} type="button" className={styles["open"]} onClick={() => setVersion(one)}>
          {t("policy.version", { version: one })}
        </button>
      ))}
      <Sheet open={version !== undefined} onClose={() => setVersion(undefined)} title={t("policy.no", { no: item.no })}>
        {version !== undefined && <AsItWas id={item.id} version={version} />}
      </Sheet>
    </div>
  );
}

function AsItWas({ id, version }: { id: number; version: number }) {
  const item = useOperation("policyItem.get", { id, version });
  return <PageState query={item}>{(found) => <ItemText item={found} />}</PageState>;
}
