import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { unmaskPurposes } from "#capabilities/unmask/contract.ts";
import { call, type CallError } from "#web/call.ts";
import styles from "#web/data-protection/data-protection.module.css";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { ActionError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { RadioField, TextField } from "#web/ui/field.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { CallLink } from "#web/ui/person.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

/** Which masked value it is. */
export type MaskedPlace =
  | { readonly kind: "matter"; readonly id: number; readonly seq: number; readonly field: string }
  | { readonly kind: "enterprise"; readonly id: number; readonly accountId: number };
type Purpose = (typeof unmaskPurposes)[number];
interface Why {
  readonly purpose: Purpose;
  readonly reason: string;
}

/** A name or telephone that the reader sees in part, with the button that shows it whole for a reason. */
export function MaskedValue({ text, name, place }: { text: string; name?: string; place: MaskedPlace }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  // Stays with this piece of the screen only: whoever comes back is asked again.
  const [value, setValue] = useState<string>();
  if (value !== undefined) return name === undefined ? <span>{value}</span> : <CallLink phone={value} name={name} />;
  return (
    <span className={styles["masked"]}>
      <span>{text}</span>
      <button type="button" className={styles["show"]} onClick={() => setAsking(true)}>
        <Icon name="eye" />
        {t("unmask.show")}
      </button>
      {asking && (
        <UnmaskSheet
          place={place}
          onClose={() => setAsking(false)}
          onShown={(shown) => {
            setValue(shown);
            setAsking(false);
          }}
        />
      )}
    </span>
  );
}

interface SheetProps {
  place: MaskedPlace;
  onClose: () => void;
  onShown: (value: string) => void;
}

function UnmaskSheet({ place, onClose, onShown }: SheetProps) {
  const { t, say } = useWords();
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const unmask = useMutation<{ value: string }, CallError, Why>({
    mutationFn: (why) => {
      if (place.kind === "enterprise")
        return call("enterprise.unmask", { id: place.id, accountId: place.accountId, ...why });
      return call("matter.unmask", { id: place.id, seq: place.seq, field: place.field, ...why });
    },
    onSuccess: ({ value }) => onShown(value),
  });
  const short = reason.trim().length < 4;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (purpose !== null && !short && !unmask.isPending) unmask.mutate({ purpose, reason });
  };
  return (
    <Sheet open onClose={onClose} title={t("unmask.title")} place="middle">
      <form className={forms["form"]} noValidate onSubmit={submit}>
        <p>{t("unmask.text")}</p>
        <RadioField
          label={t("unmask.purpose")}
          choices={unmaskPurposes.map((value) => ({ value, label: t(`audit.purpose.${value}`) }))}
          value={purpose}
          error={tried && purpose === null ? say("issue.choose") : undefined}
          onChange={setPurpose}
        />
        <TextField
          label={t("unmask.reason")}
          hint={t("unmask.reasonHint")}
          value={reason}
          max={200}
          error={tried && short ? say("issue.required") : undefined}
          onChange={setReason}
          autoComplete="off"
        />
        <ActionError error={unmask.error} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={unmask.isPending}>
            {t("unmask.yes")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
