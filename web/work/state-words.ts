import type { appeal } from "#capabilities/appeal/procedure.ts";
import type { consultation } from "#capabilities/consultation/procedure.ts";
import type { MatterHead, Turn } from "#matters/due-groups.ts";
import type { Words } from "#web/i18n/index.ts";
import { findOutline } from "#web/outlines.ts";
import { holderWords } from "#matters/holder-words.ts";

/** The open task that a state waits for: the last one of its declaration that the reader may know of. */
export function findStateTurn(head: Pick<MatterHead, "procedure" | "state" | "turns">): Turn | undefined {
  const tasks = findOutline(head.procedure)?.states[head.state]?.tasks ?? [];
  return tasks
    .toReversed()
    .map((task) => head.turns.find((turn) => turn.kind === task))
    .find((turn) => turn !== undefined);
}

/** The state as a sentence: "等李警官首次答复", or "等您确认" when it is the reader's turn. A closed one says its outcome. */
export function stateWords(words: Pick<Words, "say">, head: MatterHead): string {
  if (head.phase === "closed" && head.outcome !== null && head.state === "CLOSED") {
    return `${words.say(`${head.procedure}.state.${head.state}`)} · ${words.say(`${head.procedure}.outcome.${head.outcome}`)}`;
  }
  const turn = findStateTurn(head);
  const who = turn === undefined ? words.say("capacity.handler") : holderWords(words, turn.holder);
  return words.say(`${head.procedure}.state.${head.state}${turn?.mine === true ? "_mine" : ""}`, { who });
}

/** Whom the ladder has added to a task: "王警官、北宋派出所所长已加入". */
export function joinedWords(words: Pick<Words, "t" | "say">, turn: Turn): string {
  const names = turn.alsoWith.map((added) => holderWords(words, added));
  return words.t("turn.withWhom", { who: names.join(words.t("home.and")) });
}

/**
 * Steps that a list offers beside a matter when it is the requester's turn; the matter's own page offers all.
 * By procedure and task.
 */
const quickSteps: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  consultation: { supply: ["supply"], confirm: ["confirm", "notAnswered"] } satisfies Partial<
    Record<keyof typeof consultation.tasks, readonly (keyof typeof consultation.steps)[]>
  >,
  appeal: { supply: ["supply"], supplement: ["supplement"], confirm: ["confirm", "notSolved"] } satisfies Partial<
    Record<keyof typeof appeal.tasks, readonly (keyof typeof appeal.steps)[]>
  >,
};

export function quickStepsOf(head: MatterHead): readonly string[] {
  const mine = head.turns.filter((turn) => turn.mine);
  return mine.flatMap((turn) => quickSteps[head.procedure]?.[turn.kind] ?? []);
}
