import { beforeEach, describe, expect, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { answerForm, questionOf } from "#test/fixture/openings.ts";
import { digest } from "#test/fixture/rows.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

const house = await forTheseTests(startHarness());
const desk = deskOf(house);
beforeEach(() => house.clock.set("2026-09-22T09:00:00+08:00"));

const question = (more: Record<string, unknown> = {}) => questionOf(house.town, more);
const words = { text: "再说两句" };

describe("a consultation", () => {
  it("goes from the liaison to officer A, to the specialist and back, and closes by her word", async () => {
    const opened = await house.as("liaison")(contract["matter.open"], question());
    expect(opened.number).toMatch(/^ZX-370522-20260922-\d{4}$/);
    expect(opened.turns[0]?.holder.dutyName).toBe("李警官");
    expect(opened.turns[0]?.clock.dueAt).toBe("2026-09-22T06:30:00.000Z");

    const list = await house.as("officerA")(contract["matter.list"], { view: "mine" });
    expect(list.items.map((item) => item.id)).toContain(opened.id);

    const { id } = opened;
    await house.as("officerA")(contract["matter.step"], {
      id,
      step: "askSpecialist",
      version: 1,
      form: { text: "请给口径" },
    });
    const specialist = await house.as("specialist")(contract["matter.list"], { view: "mine" });
    expect(specialist.items.map((item) => item.id)).toEqual([id]);
    expect((await house.as("specialist")(contract["matter.list"], {})).items.map((item) => item.id)).toEqual([id]);

    const hers = await desk.view("liaison", id);
    expect(hers.turns.map((turn) => turn.kind)).toEqual(["firstReply"]);
    expect(hers.entries.map((entry) => entry.name)).toEqual(["question"]);
    expect(hers.version).toBe(1);

    await house.as("specialist")(contract["matter.step"], { id, step: "submitDraft", version: 1, form: answerForm });
    await house.as("officerA")(contract["matter.step"], { id, step: "answer", version: 1, form: answerForm });
    await house.as("liaison")(contract["matter.step"], {
      id,
      step: "followUp",
      version: 2,
      form: { text: "周末呢？" },
    });
    await house.as("officerA")(contract["matter.step"], { id, step: "answer", version: 3, form: answerForm });
    const closed = await house.as("liaison")(contract["matter.step"], {
      id,
      step: "confirm",
      version: 4,
      form: { verdict: "SOLVED", stars: 5 },
    });
    expect(closed).toEqual({ id, version: 5, state: "CLOSED", phase: "closed" });
    const seen = await desk.view("officerA", id);
    expect(seen.outcome).toBe("SOLVED");
    // Decision 18: the stars stand where the rated cannot read them, and without the matter.
    expect(JSON.stringify(seen.entries)).not.toContain("stars");
    expect(await desk.sql("select month::text, procedure, stars from rating")).toEqual([
      { month: "2026-09-01", procedure: "consultation", stars: 5 },
    ]);
  });

  it("is open for the specialist only once he is asked", async () => {
    const id = await desk.open("liaison", question());
    expect(await refusalOf(desk.view("specialist", id))).toBe("not-found");
    expect(await refusalOf(desk.step("specialist", id, "submitDraft", answerForm))).toBe("not-found");
    await desk.step("officerA", id, "askSpecialist", words);
    expect(await refusalOf(desk.step("officerA", id, "askSpecialist", words))).toBe("illegal-step specialistAsked");
    await desk.step("specialist", id, "submitDraft", answerForm);
    expect(await refusalOf(desk.step("specialist", id, "submitDraft", answerForm))).toBe("illegal-step taskNotOpen");
    await desk.step("officerA", id, "askSpecialist", words);
  });

  it("on a reviewed topic is answered only after a specialist has seen it", async () => {
    const id = await desk.open("liaison", question({ topic: "law" }));
    expect(await refusalOf(desk.step("officerA", id, "answer", answerForm))).toBe("illegal-step needsSpecialist");
    const { abilities } = await desk.view("officerA", id);
    expect(abilities.steps.find((step) => step.id === "answer")?.blockedBy).toBe("needsSpecialist");

    await desk.step("officerA", id, "askSpecialist", words);
    expect(await refusalOf(desk.view("specialist", id))).toBe("not-found");
    await desk.step("lawyer", id, "submitDraft", answerForm);
    expect(await desk.step("officerA", id, "answer", answerForm)).toMatchObject({ state: "ANSWERED" });
  });

  it("can be reviewed: the officer's words reach her under his name, and not before", async () => {
    const id = await desk.open("liaison", question({ topic: "law" }));
    await desk.step("officerA", id, "acknowledge", { text: "已收到，正在了解" });
    const first = { text: "第一稿，不够准确", source: "示例办法 第 1 条" };
    expect(await desk.step("officerA", id, "sendToReview", first)).toMatchObject({ state: "REVIEWING" });
    // Officer A waits, and cannot approve his own words.
    expect(await refusalOf(desk.step("officerA", id, "approve"))).toBe("forbidden");
    expect((await desk.view("officerA", id)).abilities.steps).toEqual([]);
    await desk.step("lawyer", id, "returnDraft", { text: "引用的条款不对" });
    expect(JSON.stringify(await desk.view("liaison", id))).not.toMatch(/第一稿|引用的条款/);

    await desk.step("officerA", id, "sendToReview", answerForm);
    expect(await desk.step("lawyer", id, "approve")).toMatchObject({ state: "ANSWERED" });
    const hers = await desk.view("liaison", id);
    const published = hers.entries.filter((entry) => entry.kind === "publication");
    expect(published).toMatchObject([{ name: "sendToReview", actor: "李警官", capacity: "handler", form: answerForm }]);
    expect(hers.entries.at(-1)).toMatchObject({ name: "approve", actor: "沈专员", form: {} });
    expect(JSON.stringify(hers)).not.toMatch(/第一稿|引用的条款/);
  });

  it("brings the files of reviewed words to her too, and those of returned ones never", async () => {
    const id = await desk.open("liaison", question());
    const send = async (name: string) => {
      const [file] = await desk.sql<{ id: string }>(
        `insert into file (id, name, media_type, size, sha256, storage_key, uploaded_by, uploaded_at)
         values (gen_random_uuid(), $1, 'application/pdf', 9, '\\x00', gen_random_uuid()::text, $2, $3) returning id`,
        [name, house.town.people.officerA, house.clock.now()],
      );
      const { version } = await desk.row(id);
      const input = { id, step: "sendToReview", version, form: answerForm, files: [file?.id] };
      await house.as("officerA")(contract["matter.step"], input);
    };
    const files = async (person: "liaison" | "officerB") =>
      (await desk.view(person, id)).entries.flatMap((entry) => entry.files.map((file) => `${entry.kind} ${file.name}`));
    await send("第一稿.pdf");
    await desk.step("specialist", id, "returnDraft", words);
    await send("路线图.pdf");
    expect(await files("liaison")).toEqual([]);
    await desk.step("specialist", id, "approve");
    expect(await files("liaison")).toEqual(["publication 路线图.pdf"]);
    expect(await files("officerB")).toEqual(["step 第一稿.pdf", "publication 路线图.pdf"]);
  });

  it("goes on after a pause for more details, asked for before or after the first reply", async () => {
    for (const first of [[], ["acknowledge"]]) {
      const id = await desk.open("liaison", question());
      for (const step of first) await desk.step("officerA", id, step, words);
      expect(await desk.step("officerA", id, "askBack", words)).toMatchObject({ state: "WAITING_REQUESTER" });
      expect(await refusalOf(desk.step("officerA", id, "answer", answerForm))).toBe("illegal-step notInThisState");
      expect(await desk.step("liaison", id, "supply", words)).toMatchObject({ state: "ANSWERING" });
      expect(await desk.step("officerA", id, "answer", answerForm)).toMatchObject({ state: "ANSWERED" });
    }
  });

  it("ends as converted, not our remit or withdrawn, each with what the person needs to know", async () => {
    const convert = { target: "appeal", text: "需要现场处理，转为诉求", contact: "北宋派出所 0546-0000110" };
    const remit = { text: "属于住建部门职责", whereTo: "县住建局 服务大厅", remedy: "可拨打 12345" };
    for (const [person, step, form, state, outcome] of [
      ["officerA", "convert", convert, "CONVERTED", "CONVERTED_APPEAL"],
      ["officerA", "notOurRemit", remit, "NOT_OUR_REMIT", "NOT_OUR_REMIT"],
      ["liaison", "withdraw", words, "WITHDRAWN", "WITHDRAWN"],
    ] as const) {
      const id = await desk.open("liaison", question());
      // Only the one whom it is for.
      const other = person === "liaison" ? "officerA" : "liaison";
      expect(await refusalOf(desk.step(other, id, step, form))).toBe("forbidden");
      expect(await desk.step(person, id, step, form)).toMatchObject({ state, phase: "closed" });
      expect(await desk.row(id)).toMatchObject({ outcome, closed_at: house.clock.now() });
      const hers = await desk.view("liaison", id);
      expect(hers.entries.at(-1)?.form).toEqual(form);
      expect(hers.turns).toEqual([]);
      expect(hers.abilities.steps.map((one) => one.id)).toEqual(step === "withdraw" ? [] : ["reopen"]);
      expect(hers.abilities.comment).toEqual([]);
    }
  });

  it("goes back one level up when it was not answered, and closes honestly the second time", async () => {
    const id = await desk.open("liaison", question());
    await desk.step("officerA", id, "answer", answerForm);
    expect(await refusalOf(desk.step("chief", id, "notAnswered", words))).toBe("forbidden");
    expect(await desk.step("liaison", id, "notAnswered", words)).toMatchObject({ state: "ANSWERING" });
    expect(await desk.row(id)).toMatchObject({ outcome: null });
    const [turn] = (await desk.view("chief", id)).turns;
    expect(turn).toMatchObject({ kind: "answer", mine: true, holder: { dutyName: "李警官" } });
    expect(turn?.alsoWith).toMatchObject([{ duty: "chief" }]);

    // The chief has it too: he may answer himself, under his own name.
    await desk.step("chief", id, "answer", answerForm);
    expect((await desk.view("liaison", id)).entries.at(-1)).toMatchObject({
      actor: "孙所长",
      capacity: "stationChief",
    });
    expect(await desk.step("liaison", id, "notAnswered", words)).toMatchObject({
      state: "NOT_SOLVED",
      phase: "closed",
    });
    expect(await desk.row(id)).toMatchObject({ outcome: "NOT" });
  });

  it("can be reopened once within 30 days, to the program office", async () => {
    const close = async () => {
      const id = await desk.open("liaison", question());
      await desk.step("officerA", id, "answer", answerForm);
      await desk.step("liaison", id, "confirm", { verdict: "PARTLY" });
      return id;
    };
    const [soon, late] = [await close(), await close()];
    expect(await refusalOf(desk.step("officerA", soon, "reopen", words))).toBe("forbidden");

    desk.at("2026-10-22 23:59");
    expect(await desk.step("liaison", soon, "reopen", words)).toMatchObject({ state: "ANSWERING", phase: "open" });
    expect(await desk.row(soon)).toMatchObject({ outcome: null, closed_at: null });
    const [turn] = (await desk.view("office", soon)).turns;
    expect(turn).toMatchObject({ mine: true, holder: { dutyName: "李警官" }, alsoWith: [{ duty: "office" }] });
    await desk.step("office", soon, "answer", answerForm);
    await desk.step("liaison", soon, "confirm");
    expect(await refusalOf(desk.step("liaison", soon, "reopen", words))).toBe("illegal-step reopenedOnce");

    desk.at("2026-10-23 00:00");
    expect(await refusalOf(desk.step("liaison", late, "reopen", words))).toBe("illegal-step reopenTooLate");
  });

  it("keeps rare characters as they were written, and refuses what does not fit with its place", async () => {
    const text = "\u{20BB7}野家门口🚧，工人 👷🏽‍♀️ 问：\u{2A6D6} 路几点放行？";
    const id = await desk.open("liaison", question({ title: "\u{20BB7}路🚧", form: { question: { text } } }));
    const kept = await desk.view("officerA", id);
    expect(kept.title).toBe("\u{20BB7}路🚧");
    expect(kept.entries[0]?.form["text"]).toBe(text);

    const before = await digest(desk);
    const refused = async (more: Record<string, unknown>) => refusalOf(desk.open("liaison", question(more)));
    const asking = (form: unknown) => refused({ form: { question: form } });
    expect(await asking({ text: "字".repeat(2001) })).toBe("invalid form.question.text:tooLong");
    expect(await asking({ text: "短" })).toBe("invalid form.question.text:tooShort");
    expect(await asking({ text: 5 })).toBe("invalid form.question.text:wrongType");
    expect(await asking({})).toBe("invalid form.question.text:required");
    expect(await asking({ text, urgency: "now" })).toBe("invalid form.question.urgency:notAChoice");
    expect(await asking({ text, stars: 5 })).toBe("invalid form.question.stars:unknownField");
    expect(await asking("问题")).toMatch(/^invalid form\.question:/);
    expect(await refused({ form: {} })).toBe("invalid form.question.text:required");
    expect(await refused({ title: " " })).toBe("invalid title:required");
    expect(await refused({ topic: "weather" })).toBe("invalid topic:notAChoice");
    expect(await refused({ procedure: "constructor" })).toBe("invalid procedure:unknownProcedure");
    expect(await refused({ projectId: house.town.projects.plant })).toBe("invalid projectId:unknownProject");
    expect(await refused({ projectId: 999_999 })).toBe("invalid projectId:unknownProject");
    expect(await refused({ files: ["0a5b3f0e-8a54-4b53-9d0e-3f2f6a1f7c11"] })).toBe("invalid files.0:unknownFile");
    expect(await refused({ more: 1 })).toBe("invalid more:unknownField");
    // Asking for a firm is for its own people.
    expect(await refusalOf(desk.open("officerA", question()))).toBe("forbidden");
    expect(await digest(desk)).toBe(before);
  });

  it("refuses what is no step, no audience, and an old page", async () => {
    const id = await desk.open("liaison", question());
    const step = (name: string, version: number, form = {}) =>
      refusalOf(house.as("officerA")(contract["matter.step"], { id, step: name, version, form }));
    expect(await step("constructor", 1)).toBe("invalid step:unknownStep");
    expect(await step("__proto__", 1)).toBe("invalid step:unknownStep");
    expect(await step("acknowledge", 2, words)).toBe("stale-version");
    expect(await step("acknowledge", 1)).toBe("invalid form.text:required");
    expect(await step("acknowledge", 1, { ...words, more: 1 })).toBe("invalid form.more:unknownField");
    for (const audience of ["constructor", "sideA"]) {
      const input = { id, audience, text: "在吗" };
      expect(await refusalOf(house.as("officerA")(contract["matter.comment"], input))).toBe(
        "invalid audience:notAChoice",
      );
    }
    const form = { question: question().form.question, constructor: {} };
    expect(await refusalOf(desk.open("liaison", question({ form })))).toBe("invalid form.constructor:unknownField");
    expect(await desk.row(id)).toMatchObject({ version: 1, entry_seq: 1 });
  });
});
