import { useWords } from "#web/i18n/index.ts";
import { BlockedSteps } from "#web/matter/act-panel.tsx";
import { CommentForm } from "#web/matter/comment-form.tsx";
import { isEnding, type Matter } from "#web/matter/matter-view.ts";
import { StepForm } from "#web/matter/step-form.tsx";
import type { Acts } from "#web/matter/use-chosen-act.ts";
import { findProcedure } from "#web/procedures.ts";
import { Button, buttonClass, IconButton } from "#web/ui/button.tsx";
import { classNames } from "#web/ui/class-names.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import actStyles from "#web/matter/acts.module.css";
import styles from "#web/matter/matter.module.css";

interface Props {
  matter: Matter;
  acts: Acts;
  call: { name: string; phone: string } | undefined;
}

/** How many outlined buttons stand beside each other in the bar; the rest is behind "更多". */
const room = 2;

/** On a phone: the main step filled and wide in the thumb's reach, the next ones below it, forms in a sheet. */
export function ActBar({ matter, acts, call }: Props) {
  const { t, say } = useWords();
  const prefix = matter.procedure;
  const { primary, others, blocked, canComment, chosen, choose } = acts;
  const calm = others.filter((step) => !isEnding(findProcedure(prefix), step) || primary !== undefined);
  const shown = calm.slice(0, room);
  const free = room - shown.length;
  const showComment = canComment && free > 0;
  const showCall = call !== undefined && free - Number(showComment) > 0;
  const more =
    others.length > shown.length ||
    blocked.length > 0 ||
    (canComment && !showComment) ||
    (call !== undefined && !showCall);
  const close = () => choose(undefined);
  if (primary === undefined && shown.length === 0 && !showComment && !showCall) return null;
  return (
    <div className={classNames(actStyles["bar"], "no-print")} role="group" aria-label={t("matter.actions")}>
      {primary !== undefined && (
        <Button look="filled" wide onClick={() => choose({ kind: "step", step: primary })}>
          {say(`${prefix}.step.${primary}`)}
        </Button>
      )}
      <div className={actStyles["barRow"]}>
        {shown.map((step) => (
          <Button key={step} wide onClick={() => choose({ kind: "step", step })}>
            {say(`${prefix}.step.${step}`)}
          </Button>
        ))}
        {showComment && (
          <Button wide onClick={() => choose({ kind: "comment" })}>
            {t("matter.comment")}
          </Button>
        )}
        {showCall && <CallButton call={call} />}
        {more && (
          <IconButton
            icon="menu"
            label={t("act.more")}
            className={actStyles["moreButton"]}
            onClick={() => choose({ kind: "more" })}
          />
        )}
      </div>
      <Sheet
        open={chosen?.kind === "step"}
        onClose={close}
        title={chosen?.kind === "step" ? say(`${prefix}.step.${chosen.step}`) : ""}
      >
        {chosen?.kind === "step" && <StepForm matter={matter} step={chosen.step} onDone={close} autoFocus />}
      </Sheet>
      <Sheet open={chosen?.kind === "comment"} onClose={close} title={t("matter.comment")}>
        <CommentForm matter={matter} onDone={close} autoFocus />
      </Sheet>
      <Sheet open={chosen?.kind === "more"} onClose={close} title={t("matter.actions")}>
        <AllActs matter={matter} acts={acts} call={call} />
      </Sheet>
    </div>
  );
}

/** Everything that can be done now, each with what happens then; below it what cannot, and why. */
function AllActs({ matter, acts, call }: Props) {
  const { t, say, find } = useWords();
  const prefix = matter.procedure;
  const steps = [...(acts.primary === undefined ? [] : [acts.primary]), ...acts.others];
  return (
    <div className={styles["sheet"]}>
      <ul className={actStyles["all"]}>
        {steps.map((step) => (
          <li key={step}>
            <button type="button" className={actStyles["door"]} onClick={() => acts.choose({ kind: "step", step })}>
              <span className={actStyles["grow"]}>
                <strong>{say(`${prefix}.step.${step}`)}</strong>
                <span className={actStyles["doorText"]}>{find(`${prefix}.effect.${step}`)}</span>
              </span>
              <Icon name="forward" />
            </button>
          </li>
        ))}
        {acts.canComment && (
          <li>
            <button type="button" className={actStyles["door"]} onClick={() => acts.choose({ kind: "comment" })}>
              <strong className={actStyles["grow"]}>{t("matter.comment")}</strong>
              <Icon name="forward" />
            </button>
          </li>
        )}
      </ul>
      {call !== undefined && <CallButton call={call} />}
      <BlockedSteps matter={matter} acts={acts} />
    </div>
  );
}

function CallButton({ call }: { call: { name: string; phone: string } }) {
  const { t } = useWords();
  return (
    <a className={buttonClass("outline", true)} href={`tel:${call.phone.replaceAll(/[^\d+]/g, "")}`}>
      <Icon name="phone" />
      <span>{t("matter.call", { who: call.name })}</span>
    </a>
  );
}
