import { type FormEvent, useState } from "react";
import styles from "#web/administration/administration.module.css";
import { unitChoices } from "#web/administration/unit-choices.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import lines from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { RadioField, SelectField, TextArea } from "#web/ui/field.tsx";
import { Empty, NoPermission, PageState, useForbidden } from "#web/ui/page-state.tsx";
import { showToast, toastWhen } from "#web/ui/toast.tsx";
import { useTitle } from "#web/ui/use-title.ts";

type Modules = OutputFor<"module.list">;

/** 事项开关: kinds of matters that a unit does not offer, and switching one off or on again. */
export function ModulesPage() {
  const { t } = useWords();
  useTitle(t("module.title"));
  const query = useOperation("module.list", {});
  const isForbidden = useForbidden(query);
  if (isForbidden) return <NoPermission />;
  return (
    <div className={home["page"]}>
      <section className={home["part"]}>
        <h1>{t("module.title")}</h1>
        <p className={styles["lead"]}>{t("module.lead")}</p>
      </section>
      <PageState query={query} skeleton="list">
        {(modules) => (
          <>
            <section className={home["part"]} aria-labelledby="modules-off">
              <h2 id="modules-off">{t("module.off")}</h2>
              {modules.off.length === 0 ? (
                <Empty icon="check" title={t("module.noneOff")}>
                  <p>{t("module.noneOffText")}</p>
                </Empty>
              ) : (
                <ul className={home["rows"]}>
                  {modules.off.map((one) => (
                    <OffRow key={`${one.unit.id}-${one.procedure}`} off={one} />
                  ))}
                </ul>
              )}
            </section>
            <SwitchOff modules={modules.modules} />
          </>
        )}
      </PageState>
    </div>
  );
}

function OffRow({ off }: { off: Modules["off"][number] }) {
  const { t, say, when } = useWords();
  const on = useAction("module.switchOn");
  return (
    <li className={lines["line"]}>
      <div className={styles["words"]}>
        <p>
          <strong>{say(`${off.procedure}.name`)}</strong> <span className={home["soft"]}>{off.unit.name}</span>
        </p>
        <p className={home["soft"]}>{t("module.offSince", { name: off.by, when: when(off.at), reason: off.reason })}</p>
        <ActionError error={on.error} />
      </div>
      {off.mayChange && (
        <Button
          busy={on.isPending}
          onClick={() =>
            toastWhen(on.mutateAsync({ unitId: off.unit.id, procedure: off.procedure }), () => t("module.switchedOn"))
          }
        >
          {t("module.switchOn")}
        </Button>
      )}
    </li>
  );
}

function SwitchOff({ modules }: { modules: readonly string[] }) {
  const { t, say } = useWords();
  const tree = useOperation("unit.tree", {});
  const off = useAction("module.switchOff");
  const errorOf = useFieldError(off.error);
  const [procedure, setProcedure] = useState<string | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const units = unitChoices(tree.data?.items ?? [], (one) => one.kept);
  if (units.length === 0) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (procedure === null || unit === null) return;
    const done = await off.mutateAsync({ unitId: Number(unit), procedure, reason }).catch(() => undefined);
    if (!done) return;
    showToast(t("module.switchedOff"));
    setReason("");
    setProcedure(null);
  };
  return (
    <section className={home["part"]} aria-labelledby="modules-switch">
      <h2 id="modules-switch">{t("module.switchOff")}</h2>
      <form className={lines["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <RadioField
          inline
          label={t("module.kind")}
          choices={modules.map((value) => ({ value, label: say(`${value}.name`) }))}
          value={procedure}
          error={errorOf("procedure")}
          onChange={setProcedure}
        />
        <SelectField label={t("admin.unit")} choices={units} value={unit} onChange={setUnit} />
        <TextArea
          label={t("admin.reasonLabel")}
          rows={3}
          max={300}
          value={reason}
          error={errorOf("reason")}
          onChange={setReason}
        />
        <ActionError error={off.error} except={["procedure", "reason"]} />
        <div className={home["buttons"]}>
          <Button
            type="submit"
            look="filled"
            busy={off.isPending}
            disabled={procedure === null || unit === null || reason.trim().length < 2}
          >
            {t("module.switchOff")}
          </Button>
        </div>
      </form>
    </section>
  );
}
