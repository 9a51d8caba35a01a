import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { setForm } from "#capabilities/policy/forms.ts";
import { useAction, useOperation } from "#web/call.ts";
import { SchemaForm } from "#web/forms/schema-form.tsx";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import styles from "#web/policy/policy.module.css";
import { useMe } from "#web/session.tsx";
import { Button, buttonClass } from "#web/ui/button.tsx";
import { PageHead } from "#web/ui/frame.tsx";
import { Empty, PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

/** 政策措施: the published sets; whoever keeps them adds one here. */
export function PoliciesPage() {
  const { t, date } = useWords();
  useTitle(t("policy.title"));
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const sets = useOperation("policySet.list", {});
  return (
    <>
      <PageHead back="/" title={<h1>{t("policy.title")}</h1>} />
      <div className={home["page"]}>
        <p className={styles["lead"]}>{t("policy.lead")}</p>
        <PageState query={sets} skeleton="list">
          {({ items, mayWrite }) => (
            <>
              {(mayWrite || me.kind === "staff") && (
                <div className={styles["above"]}>
                  {mayWrite && (
                    <Button icon="plus" onClick={() => setAdding(true)}>
                      {t("policy.newSet")}
                    </Button>
                  )}
                  {me.kind === "staff" && (
                    <Link to="/templates" className={buttonClass("outline")}>
                      {t("template.title")}
                    </Link>
                  )}
                </div>
              )}
              {items.length === 0 ? (
                <Empty icon="file" title={t("policy.emptyTitle")}>
                  <p>{t("policy.emptyText")}</p>
                </Empty>
              ) : (
                <section className={home["part"]} aria-label={t("policy.title")}>
                  <ul className={styles["items"]}>
                    {items.map((set) => (
                      <li key={set.id} className={styles["item"]}>
                        <Link to="/policies/$id" params={{ id: String(set.id) }} className={styles["link"]}>
                          <strong>{set.name}</strong>
                          <p className={styles["soft"]}>
                            {set.issuedOn === null
                              ? t("policy.issuedBy", { issuer: set.issuer })
                              : t("policy.issued", { issuer: set.issuer, when: date(set.issuedOn) })}{" "}
                            · {t("policy.count", { count: set.published })}
                            {set.drafts > 0 && ` · ${t("policy.drafts", { count: set.drafts })}`}
                          </p>
                        </Link>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              <Sheet open={adding} onClose={() => setAdding(false)} title={t("policy.newSet")}>
                <NewSet onDone={() => setAdding(false)} />
              </Sheet>
            </>
          )}
        </PageState>
      </div>
    </>
  );
}

function NewSet({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const create = useAction("policySet.create");
  return (
    <SchemaForm
      schema={setForm}
      prefix="policy"
      draftKey="policy-set"
      submitLabel={t("policy.add")}
      onSubmit={async (values) => {
        await create.mutateAsync(setForm.parse(values));
        showToast(t("template.saved"));
        onDone();
        return "sent";
      }}
      onCancel={onDone}
    />
  );
}
