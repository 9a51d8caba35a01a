/** Who acts: the asker, whoever handles, a specialist, the chief to whom it has climbed. */
export const players = ["requester", "handler", "specialist", "stationChief"] as const;
export type Player = (typeof players)[number];

/** One thing that somebody does, so many working minutes after the thing before (give or take a third). */
export interface Act {
  readonly after: number;
  readonly by: Player;
  readonly step: string;
  readonly form: Readonly<Record<string, unknown>>;
}

/** One course that a consultation can take. */
export interface Life {
  readonly acts: readonly Act[];
  /** The topic's answers are seen by a specialist first. */
  readonly reviewed?: true;
  /** How often this course comes among those of its kind. */
  readonly weight: number;
}

const said =
  "请问大件运输车辆进出工地需要提前办理什么手续，夜间能否通行，需要准备哪些材料，在哪个窗口办理，多长时间可以办结。";
const answered =
  "按规定应当提前三个工作日在窗口或者网上提交车辆和路线的材料，受理后一个工作日内答复，夜间通行不需要另外的手续。";
const text = { text: said };
const sourced = { text: answered, source: "道路交通安全法实施条例第二十五条" };
const act = (by: Player, step: string, form: Act["form"]) => (after: number) => ({ after, by, step, form });

const acknowledge = act("handler", "acknowledge", text);
const answer = act("handler", "answer", sourced);
const askBack = act("handler", "askBack", text);
const supply = act("requester", "supply", text);
const askSpecialist = act("handler", "askSpecialist", text);
const submitDraft = act("specialist", "submitDraft", sourced);
const sendToReview = act("handler", "sendToReview", sourced);
const approve = act("specialist", "approve", {});
const followUp = act("requester", "followUp", text);
const notAnswered = act("requester", "notAnswered", text);
const confirm = act("requester", "confirm", { verdict: "SOLVED" });
const withdraw = act("requester", "withdraw", text);
const notOurRemit = act("handler", "notOurRemit", { text: said, whereTo: "市政务服务大厅", remedy: "行政复议" });

/** Courses that have come to their end; `approve` without the asker's word ends by the clock. */
export const closedLives: readonly Life[] = [
  { weight: 6, acts: [answer(90), confirm(300)] },
  { weight: 6, acts: [acknowledge(60), answer(250), confirm(500)] },
  { weight: 3, acts: [acknowledge(100), askBack(60), supply(500), answer(200), confirm(300)] },
  { weight: 2, acts: [acknowledge(100), askSpecialist(60), submitDraft(300), answer(100), confirm(600)] },
  { weight: 1, acts: [askSpecialist(60), submitDraft(200), answer(100), confirm(600)], reviewed: true },
  { weight: 2, acts: [acknowledge(90), sendToReview(200), approve(200), confirm(600)], reviewed: true },
  { weight: 2, acts: [acknowledge(60), answer(200), followUp(300), answer(200), confirm(300)] },
  { weight: 1, acts: [acknowledge(60), answer(200), notAnswered(600), answer(300), confirm(300)] },
  { weight: 1, acts: [answer(400), confirm(900)] },
  { weight: 1, acts: [acknowledge(60), answer(300)] },
  { weight: 1, acts: [withdraw(120)] },
  { weight: 1, acts: [acknowledge(60), notOurRemit(200)] },
];

/** Courses that stand in the middle at the end, and how many working minutes ago they were asked. */
export const openLives: readonly (Life & { readonly ago: number })[] = [
  { weight: 3, ago: 60, acts: [] },
  { weight: 1, ago: 600, acts: [] },
  { weight: 3, ago: 420, acts: [acknowledge(60)] },
  { weight: 1, ago: 900, acts: [acknowledge(150)] },
  { weight: 2, ago: 1200, acts: [acknowledge(100), askBack(100)] },
  { weight: 1, ago: 500, acts: [acknowledge(90), askSpecialist(90)] },
  { weight: 1, ago: 700, acts: [acknowledge(90), askSpecialist(90)], reviewed: true },
  { weight: 1, ago: 600, acts: [acknowledge(90), sendToReview(200)], reviewed: true },
  { weight: 4, ago: 3000, acts: [acknowledge(100), answer(300)] },
];

/** Matters made for one step each: young, so that the clock owes them nothing, and the step that is measured on them. */
export const freshLives: readonly (Life & { readonly ago: number; readonly next: Act })[] = [
  { weight: 1, ago: 40, acts: [], next: acknowledge(0) },
  { weight: 1, ago: 60, acts: [acknowledge(30)], next: answer(0) },
  { weight: 1, ago: 80, acts: [acknowledge(30), askBack(20)], next: supply(0) },
  { weight: 1, ago: 80, acts: [acknowledge(30), answer(20)], next: confirm(0) },
];
