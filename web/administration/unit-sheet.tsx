import { type FormEvent, useState } from "react";
import { departments, mayHangBelow, type Tier, tiersBelow } from "#capabilities/administration/unit-tree.ts";
import { shanghaiDay } from "#kernel/shanghai-time.ts";
import { type Unit, unitChoices } from "#web/administration/unit-choices.ts";
import { useAction, useOperation } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { RadioField, SelectField, TextField } from "#web/ui/field.tsx";
import { PageState } from "#web/ui/page-state.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { showToast } from "#web/ui/toast.tsx";

export type Act = "change" | "create" | "move" | "close";

interface Props {
  unit: Unit;
  units: readonly Unit[];
  /** What was asked for; anything else can be chosen in the sheet. */
  first?: Act;
  onClose: () => void;
}

/** What can be done with one unit. */
export function UnitSheet({ unit, units, first = "change", onClose }: Props) {
  const { t, date } = useWords();
  const acts: Act[] = [
    "change",
    ...(tiersBelow(unit.tier).length > 0 ? (["create"] as const) : []),
    ...(unit.parentId === null ? [] : (["move", "close"] as const)),
  ];
  const [act, setAct] = useState<Act>(first);
  const Form = { change: Change, create: Create, move: Move, close: Close }[act];
  return (
    <Sheet open onClose={onClose} title={unit.name}>
      <div className={forms["form"]}>
        {unit.move !== null && (
          <p className={home["soft"]}>
            {unit.move.through
              ? t("unit.moved", { day: date(shanghaiDay(new Date(unit.move.at))), count: unit.move.matters ?? 0 })
              : t("unit.moveGoing")}
          </p>
        )}
        <RadioField
          inline
          label={t("unit.what")}
          choices={acts.map((value) => ({ value, label: t(`unit.act.${value}`) }))}
          value={act}
          onChange={setAct}
        />
        <Form key={`${act}-${unit.version}`} unit={unit} units={units} onClose={onClose} />
      </div>
    </Sheet>
  );
}

const factNames = ["name", "shortName", "areaCode", "dutyPhone"] as const;
type Facts = Record<(typeof factNames)[number], string>;

function FactFields({
  facts,
  onChange,
  errorOf,
}: {
  facts: Facts;
  onChange: (facts: Facts) => void;
  errorOf: (path: string) => string | undefined;
}) {
  const { t } = useWords();
  return factNames.map((name) => (
    <TextField
      key={name}
      label={t(`unit.${name}`)}
      value={facts[name]}
      error={errorOf(name)}
      autoComplete="off"
      {...(name === "areaCode" && { inputMode: "numeric" as const })}
      {...(name === "dutyPhone" && { type: "tel" })}
      onChange={(value) => onChange({ ...facts, [name]: value })}
    />
  ));
}

function Change({ unit, onClose }: Props) {
  const { t } = useWords();
  const [facts, setFacts] = useState<Facts>(unit);
  const change = useAction("unit.change");
  const errorOf = useFieldError(change.error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, shortName, areaCode, dutyPhone } = facts;
    const input = { id: unit.id, version: unit.version, name, shortName, areaCode, dutyPhone };
    const done = await change.mutateAsync(input).catch(() => undefined);
    if (!done) return;
    showToast(t("admin.done"));
    onClose();
  };
  return (
    <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
      <FactFields facts={facts} onChange={setFacts} errorOf={errorOf} />
      <ActionError error={change.error} except={factNames} />
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={change.isPending}>
          {t("unit.save")}
        </Button>
      </div>
    </form>
  );
}

function Create({ unit, onClose }: Props) {
  const { t } = useWords();
  const choices = tiersBelow(unit.tier);
  const [tier, setTier] = useState<Tier>(choices.includes("STATION") ? "STATION" : (choices[0] ?? "STATION"));
  const [department, setDepartment] = useState<(typeof departments)[number] | null>(null);
  const [code, setCode] = useState("");
  const [facts, setFacts] = useState<Facts>({ name: "", shortName: "", areaCode: unit.areaCode, dutyPhone: "" });
  const create = useAction("unit.create");
  const errorOf = useFieldError(create.error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await create
      .mutateAsync({
        ...facts,
        parentId: unit.id,
        tier,
        code: code.trim(),
        department: tier === "DEPARTMENT" ? department : null,
      })
      .catch(() => undefined);
    if (!done) return;
    showToast(t("unit.created"));
    onClose();
  };
  return (
    <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
      <RadioField
        inline
        label={t("unit.tier")}
        choices={choices.map((value) => ({ value, label: t(`unit.tier.${value}`) }))}
        value={tier}
        error={errorOf("tier")}
        onChange={setTier}
      />
      {tier === "DEPARTMENT" && (
        <SelectField
          label={t("unit.department")}
          choices={departments.map((value) => ({ value, label: t(`unit.department.${value}`) }))}
          value={department}
          error={errorOf("department")}
          onChange={setDepartment}
        />
      )}
      <TextField
        label={t("unit.code")}
        hint={t("unit.codeHint")}
        value={code}
        error={errorOf("code")}
        autoComplete="off"
        onChange={setCode}
      />
      <FactFields facts={facts} onChange={setFacts} errorOf={errorOf} />
      <ActionError error={create.error} except={[...factNames, "tier", "department", "code"]} />
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={create.isPending}>
          {t("unit.create")}
        </Button>
      </div>
    </form>
  );
}

function Move({ unit, units, onClose }: Props) {
  const { t } = useWords();
  const [parent, setParent] = useState<string | null>(null);
  const move = useAction("unit.move");
  const errorOf = useFieldError(move.error);
  const choices = unitChoices(
    units,
    (one) => one.kept && one.id !== unit.id && one.id !== unit.parentId && mayHangBelow(unit.tier, one.tier),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (parent === null) return;
    const input = { id: unit.id, version: unit.version, parentId: Number(parent) };
    const done = await move.mutateAsync(input).catch(() => undefined);
    if (!done) return;
    showToast(t("unit.movedNow"));
    onClose();
  };
  return (
    <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
      <p className={home["soft"]}>{t("unit.moveEffect")}</p>
      <SelectField
        label={t("unit.parent")}
        choices={choices}
        value={parent}
        error={errorOf("parentId")}
        onChange={setParent}
      />
      <ActionError error={move.error} except={["parentId"]} />
      <div className={home["buttons"]}>
        <Button type="submit" look="filled" busy={move.isPending} disabled={parent === null}>
          {t("unit.move")}
        </Button>
      </div>
    </form>
  );
}

const tieNames = ["units", "accounts", "grants", "projects", "enterprises"] as const;

function Close({ unit, onClose }: Props) {
  const { t } = useWords();
  const ties = useOperation("unit.ties", { id: unit.id });
  const close = useAction("unit.close");
  const go = async () => {
    const done = await close.mutateAsync({ id: unit.id, version: unit.version }).catch(() => undefined);
    if (!done) return;
    showToast(t("unit.closed"));
    onClose();
  };
  return (
    <PageState query={ties} skeleton="list">
      {(found) => {
        const left = tieNames.filter((name) => found[name] > 0);
        return (
          <div className={forms["form"]}>
            {left.length === 0 ? (
              <p>{t("unit.noTies")}</p>
            ) : (
              <>
                <p>{t("unit.ties")}</p>
                <ul className={home["bullets"]}>
                  {left.map((name) => (
                    <li key={name}>{t(`unit.ties.${name}`, { count: found[name] })}</li>
                  ))}
                </ul>
              </>
            )}
            <p className={home["soft"]}>{t("unit.closeEffect")}</p>
            <ActionError error={close.error} />
            <div className={home["buttons"]}>
              <Button look="danger" busy={close.isPending} disabled={left.length > 0} onClick={() => void go()}>
                {t("unit.close")}
              </Button>
            </div>
          </div>
        );
      }}
    </PageState>
  );
}
