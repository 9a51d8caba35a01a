import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import { consultation } from "#capabilities/consultation/procedure.ts";
import { say, type Say } from "#web/i18n/say.ts";
import type { Texts } from "#web/i18n/texts.ts";
import { texts as chinese } from "#web/i18n/texts.zh-CN.ts";
import { texts as english } from "#web/i18n/texts.en.ts";
import type { MatterHead, Turn } from "#matters/due-groups.ts";
import { findStateTurn, quickStepsOf, stateWords } from "./state-words.ts";

async function wordsIn(lng: string, texts: Texts): Promise<{ say: Say }> {
  const i18n = createInstance();
  const resources = { [lng]: { translation: texts } };
  await i18n.init({ lng, fallbackLng: false, keySeparator: false, nsSeparator: false, resources });
  return { say: (key, params) => say(i18n, key, params) };
}
const languages = [await wordsIn("zh-CN", chinese), await wordsIn("en", english)] as const;
const [words] = languages;

let taskNo = 0;
const turn = (kind: string, more: { mine?: boolean; name?: string; duty?: string; paused?: boolean } = {}): Turn => ({
  taskNo: (taskNo += 1),
  kind,
  holder: { dutyName: more.name ?? null, unitName: "岸桥公司", duty: more.duty ?? "a" },
  alsoWith: [],
  mine: more.mine ?? false,
  clock: {
    state: more.paused === true ? "paused" : "running",
    dueAt: null,
    limit: { amount: 1, unit: "wd" },
    limitMinutes: 450,
    remainingMinutes: 60,
    extendedFrom: null,
    pausedReason: null,
    provisional: false,
  },
});

const head = (state: keyof typeof consultation.states, turns: Turn[], outcome: string | null = null): MatterHead => ({
  id: 1,
  number: "ZX-370522-20261009-0001",
  procedure: "consultation",
  title: "工地大门口渣土车拥堵",
  topic: null,
  state,
  phase: consultation.states[state].phase,
  outcome,
  version: 1,
  openedAt: "2026-10-09T00:00:00Z",
  closedAt: null,
  enterprise: null,
  project: null,
  private: false,
  anonymous: false,
  channel: "web",
  onBehalf: false,
  turns,
});

describe("findStateTurn", () => {
  it("is not the specialist's parallel draft", () => {
    const first = turn("firstReply", { name: "李警官" });
    expect(findStateTurn(head("ROUTED", [turn("draft", { mine: true }), first]))).toBe(first);
  });

  it("is the requester while his details are awaited", () => {
    const supply = turn("supply", { duty: "desk" });
    expect(findStateTurn(head("WAITING_REQUESTER", [turn("answer", { paused: true }), supply]))).toBe(supply);
  });

  it("is nothing in a closed or unknown state", () => {
    expect(findStateTurn(head("CLOSED", []))).toBeUndefined();
    expect(findStateTurn({ procedure: "unknown", state: "X", turns: [turn("a")] })).toBeUndefined();
  });
});

describe("stateWords", () => {
  it.each([
    [head("ROUTED", [turn("firstReply", { name: "李警官" })]), "等李警官首次答复"],
    [head("ROUTED", [turn("firstReply", { name: "李警官", mine: true })]), "等您首次答复"],
    [head("ANSWERED", [turn("confirm", { mine: true, duty: "desk" })]), "已答复，请您确认"],
    [head("ANSWERED", [turn("confirm", { duty: "desk" })]), "已答复，等岸桥公司确认"],
    [head("REVIEWING", [turn("answer", { name: "李警官" })]), "答复已拟好，正在审核"],
    [head("CLOSED", [], "PARTLY"), "已办结 · 解决了一部分"],
    [head("NOT_SOLVED", [], "NOT"), "已结束，没有解决"],
  ])("%#: says what is awaited from whom", (matter, sentence) => {
    expect(stateWords(words, matter)).toBe(sentence);
  });

  it("never leaves a key or a gap, in both languages, whoever reads", () => {
    for (const language of languages) {
      for (const [state, { tasks }] of Object.entries(consultation.states)) {
        for (const mine of [true, false]) {
          const turns = tasks.map((kind) => turn(kind, { mine, name: "李警官" }));
          const sentence = stateWords(language, head(state as keyof typeof consultation.states, turns));
          expect(sentence).not.toMatch(/\{\{|consultation\.|暂不能显示/);
          expect(sentence.length).toBeGreaterThan(2);
        }
      }
    }
  });
});

describe("quickStepsOf", () => {
  it("offers what the requester can do from the list", () => {
    expect(quickStepsOf(head("ANSWERED", [turn("confirm", { mine: true })]))).toEqual(["confirm", "notAnswered"]);
    expect(quickStepsOf(head("WAITING_REQUESTER", [turn("supply", { mine: true })]))).toEqual(["supply"]);
  });

  it("offers nothing when it is another's turn", () => {
    expect(quickStepsOf(head("ANSWERED", [turn("confirm")]))).toEqual([]);
    expect(quickStepsOf(head("ROUTED", [turn("firstReply", { mine: true })]))).toEqual([]);
  });
});
