import { itemForm } from "#capabilities/policy/forms.ts";
import { useAction } from "#web/call.ts";
import { SchemaForm } from "#web/forms/schema-form.tsx";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { showToast } from "#web/ui/toast.tsx";

/** The next version of an item, beginning with what holds now. */
export function ItemDraft({
  setId,
  no,
  before,
  onDone,
}: {
  setId: number;
  no: number;
  before: OutputFor<"policyItem.get"> | null;
  onDone: () => void;
}) {
  const { t } = useWords();
  const save = useAction("policyItem.draft");
  return (
    <SchemaForm
      schema={itemForm}
      prefix="policy"
      draftKey={`policy-item:${setId}:${no}`}
      submitLabel={t("policy.saveDraft")}
      suggestion={
        before === null
          ? undefined
          : {
              label: t("policy.version", { version: before.version }),
              values: { title: before.title, body: before.body, validFrom: before.validFrom },
            }
      }
      onSubmit={async (values) => {
        await save.mutateAsync({ setId, no, ...itemForm.parse(values) });
        showToast(t("policy.saved"));
        onDone();
        return "sent";
      }}
      onCancel={onDone}
    />
  );
}
