import { useState } from "react";
import { type Matter, type StepChoices, stepChoices } from "#web/matter/matter-view.ts";
import { findProcedure } from "#web/procedures.ts";

/** What somebody is doing with a matter: a step, a remark, or looking through everything that can be done. */
export type Act = { kind: "step"; step: string } | { kind: "comment" } | { kind: "more" };

export interface Acts extends StepChoices {
  canComment: boolean;
  /** Nothing at all can be done now. */
  idle: boolean;
  chosen: Act | undefined;
  choose: (act: Act | undefined) => void;
}

/** The steps that the server allows, and which of them is open on the screen. `asked`: from the address. */
export function useActs(matter: Matter, asked: string | undefined): Acts {
  const choices = stepChoices(findProcedure(matter.procedure), matter.abilities.steps);
  const allowed =
    asked !== undefined && matter.abilities.steps.some((one) => one.id === asked && one.blockedBy === null);
  const [chosen, choose] = useState<Act | undefined>(allowed ? { kind: "step", step: asked } : undefined);
  const canComment = matter.abilities.comment.length > 0;
  return { ...choices, canComment, idle: matter.abilities.steps.length === 0 && !canComment, chosen, choose };
}
