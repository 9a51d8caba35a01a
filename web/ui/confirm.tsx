import type { ReactNode } from "react";
import { useWords } from "#web/i18n/index.ts";
import { Button } from "#web/ui/button.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

/** Asks once more before something that cannot be undone. The button says what it does. */
export function Confirm(props: {
  open: boolean;
  question: string;
  /** What happens then. */
  children?: ReactNode;
  yes: string;
  danger?: boolean;
  busy?: boolean;
  onYes: () => void;
  onNo: () => void;
}) {
  const { t } = useWords();
  return (
    <Sheet
      open={props.open}
      onClose={props.onNo}
      title={props.question}
      place="middle"
      foot={
        <>
          <Button look={props.danger === true ? "danger" : "filled"} busy={props.busy ?? false} onClick={props.onYes}>
            {props.yes}
          </Button>
          <Button onClick={props.onNo}>{t("act.cancel")}</Button>
        </>
      }
    >
      {props.children}
    </Sheet>
  );
}
