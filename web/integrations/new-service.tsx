import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Checks } from "#web/integrations/checks.tsx";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { DraftNote, useDraft } from "#web/ui/draft.tsx";
import { SelectField, TextArea, TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

const draftShape = z.strictObject({
  name: z.string(),
  purpose: z.string(),
  unit: z.string().nullable(),
  scopes: z.array(z.string()),
  addresses: z.string(),
});
type ServiceDraft = z.output<typeof draftShape>;
const newService: ServiceDraft = { name: "", purpose: "", unit: null, scopes: [], addresses: "" };
const reviveService = (kept: unknown) => draftShape.safeParse(kept).data;

/** 新服务账号: which system, for which unit, what it may call and from where; a second person decides. */
export function NewService({ offers, onClose }: { offers: readonly string[]; onClose: () => void }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const tree = useOperation("unit.tree", {});
  const propose = useAction("serviceAccount.propose");
  const errorOf = useFieldError(propose.error);
  const draft = useDraft<ServiceDraft>("service:new", newService, reviveService);
  const { name, purpose, unit, scopes, addresses } = draft.value;
  const set = (change: Partial<ServiceDraft>) => draft.set((before) => ({ ...before, ...change }));
  const [tried, setTried] = useState(false);
  const networks = addresses.split(/[\s,，;；]+/).filter((one) => one !== "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (unit === null || scopes.length === 0) return;
    const made = await propose
      .mutateAsync({ name, purpose, unitId: Number(unit), scopes: [...scopes], addresses: networks })
      .catch(() => undefined);
    if (!made) return;
    draft.clear();
    showToast(t("service.proposed"));
    await navigate({ to: "/administration/service-accounts/$id", params: { id: String(made.id) } });
  };
  const wrong = propose.error?.issues.find(({ path }) => path.startsWith("addresses."));
  return (
    <Sheet open onClose={onClose} title={t("service.new")}>
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <p className={home["soft"]}>{t("service.newEffect")}</p>
        <TextField
          label={t("service.name")}
          hint={t("service.nameHint")}
          value={name}
          error={errorOf("name")}
          autoComplete="off"
          onChange={(value) => set({ name: value })}
        />
        <TextArea
          label={t("service.purpose")}
          rows={2}
          max={300}
          value={purpose}
          error={errorOf("purpose")}
          onChange={(value) => set({ purpose: value })}
        />
        <SelectField
          label={t("admin.unit")}
          hint={t("service.unitHint")}
          choices={unitChoices(tree.data?.items ?? [])}
          value={unit}
          error={tried && unit === null ? say("issue.required") : errorOf("unitId")}
          onChange={(value) => set({ unit: value })}
        />
        <Checks
          legend={t("service.scopes")}
          choices={offers.map((value) => ({ value, label: say(`service.scope.${value}`) }))}
          chosen={scopes}
          error={tried && scopes.length === 0 ? say("issue.required") : undefined}
          onChange={(value) => set({ scopes: [...value] })}
        />
        <TextArea
          label={t("service.addresses")}
          hint={t("service.addressesHint")}
          rows={2}
          optional
          value={addresses}
          error={wrong && t("service.addressWrong", { address: networks[Number(wrong.path.split(".")[1])] ?? "" })}
          onChange={(value) => set({ addresses: value })}
        />
        <DraftNote draft={draft} />
        <ActionError error={propose.error} except={["name", "purpose", "unitId", ...(wrong ? [wrong.path] : [])]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={propose.isPending}>
            {t("service.propose")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
