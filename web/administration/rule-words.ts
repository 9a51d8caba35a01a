import type { Words } from "#web/i18n/index.ts";
import type { OutputFor } from "#web/operations.ts";

export type Rule = OutputFor<"rule.list">["items"][number];
type Use = Rule["uses"][number];

/** A limit as people say it: 3 个工作日. */
export function limitWords({ t }: Pick<Words, "t">, { amount, unit }: Rule["declared"]): string {
  return t(`unit.${unit}`, { count: amount });
}

/** For which work a limit is: the task, and the choice that brings it. */
export function nameOfUse({ say, find }: Pick<Words, "say" | "find">, use: Use | undefined): string {
  if (use === undefined) return say("state.unknown");
  const task = say(`${use.procedure}.task.${use.task}`);
  if (use.option === null) return task;
  const option = find(`${use.procedure}.form.${use.field}.${use.option}`) ?? use.option;
  // The declared number that a choice may say in brackets is not what holds here.
  const plain = option.replace(/\s*[（(][^）)]*[）)]$/, "");
  return `${use.step === null ? task : say(`${use.procedure}.step.${use.step}`)} · ${plain}`;
}
