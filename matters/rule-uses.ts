import type { ChosenLimit, Procedure, RuledLimit } from "#kernel/procedure.ts";
import type { Limit } from "#kernel/working-time.ts";

/** Where a procedure asks for the limit of a key. */
export interface RuleUse {
  readonly key: string;
  readonly procedure: string;
  /** The task whose clock starts with it. */
  readonly task: string;
  /** The field whose choice brings it, and the step in whose form it stands (null: in the opening form); all null: every such task has it. */
  readonly step: string | null;
  readonly field: string | null;
  readonly option: string | null;
  readonly declared: Limit;
}

/** Every place at which a procedure lets data set a limit. */
export function ruleUses(procedure: Procedure): RuleUse[] {
  const use = (
    { rule, limit }: RuledLimit,
    task: string,
    by: Pick<RuleUse, "step" | "field" | "option"> = { step: null, field: null, option: null },
  ): RuleUse[] => (rule === undefined ? [] : [{ key: rule, procedure: procedure.id, task, ...by, declared: limit }]);
  const chosen = (task: string, step: string | null, choice: ChosenLimit | undefined): RuleUse[] =>
    Object.entries(choice?.options ?? {}).flatMap(([option, limit]) =>
      use(limit, task, { step, field: choice?.field ?? null, option }),
    );
  return [
    ...Object.entries(procedure.tasks).flatMap(([task, limit]) => use(limit, task)),
    ...Object.entries(procedure.opensWith ?? {}).flatMap(([task, choice]) => chosen(task, null, choice)),
    ...Object.entries(procedure.steps).flatMap(([name, step]) => [
      ...Object.entries(step.limits ?? {}).flatMap(([task, choice]) => chosen(task, name, choice)),
      ...(step.extends ? chosen(step.extends.task, name, step.extends) : []),
    ]),
  ];
}

/** What a procedure declares under the keys of rules: what holds as long as nothing else is set. */
export function ruledLimits(procedure: Procedure): ReadonlyMap<string, Limit> {
  return new Map(ruleUses(procedure).map(({ key, declared }) => [key, declared]));
}
