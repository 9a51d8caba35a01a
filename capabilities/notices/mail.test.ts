import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emitter } from "#server/outbox.ts";
import { createSmtpChannel } from "#server/adapters/smtp/smtp-channel.ts";
import type { MailSettings } from "#server/settings.ts";
import { type Desk, deskOf, refusalOf } from "#test/fixture/desk.ts";
import { questionOf, unnamedComplaint } from "#test/fixture/openings.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { type LetterBox, openLetterBox } from "#test/letter-box.ts";
import type { Channel } from "./channel.ts";
import { contract } from "./contract.ts";

type Person = keyof Harness["town"]["people"];

let box: LetterBox;
let house: Harness;
let desk: Desk;

const settingsFor = (port: number): MailSettings => ({
  host: "127.0.0.1",
  port,
  secure: false,
  loopback: true,
  user: null,
  password: null,
  from: "huhang@city.example",
  home: "https://huhang.city.example",
});

beforeEach(async () => {
  box = await openLetterBox();
  const channel = createSmtpChannel(settingsFor(box.port), { connectMs: 2_000, silenceMs: 400 });
  house = await startHarness({ at: "2026-10-12T09:00:00+08:00", channel });
  desk = deskOf(house);
});
afterEach(async () => {
  await house.close();
  await box.close();
});

const usual = { digestAt: "17:00", quietFrom: "19:00", quietTo: "08:30", quietRestDays: true, locale: "zh-CN" };
const choose = (person: Person, more: Record<string, unknown> = {}) =>
  house.as(person)(contract["notice.changeSettings"], { mode: "immediate", ...usual, ...more });
const codeIn = (text: string | undefined) => /[0-9A-Z]{4}(?:-[0-9A-Z]{4})+/.exec(text ?? "")?.[0] ?? "";

/** Gives somebody a confirmed address, the way he would himself. */
async function writeTo(person: Person, address: string, more: Record<string, unknown> = {}): Promise<void> {
  await house.as(person)(contract["notice.changeAddress"], { address });
  await house.platform.sendPost();
  const code = codeIn(box.letters.at(-1)?.text);
  const { confirmed } = await house.as(person)(contract["notice.confirmAddress"], { code });
  expect(confirmed).toBe(true);
  await choose(person, more);
}

const ask = (title = "渣土车进场路线") => desk.open("liaison", questionOf(house.town, { title }));
async function happen(): Promise<void> {
  await house.platform.runEffects();
  await house.platform.sendPost();
}
/** What was sent after the code. */
const news = () => box.letters.filter((letter) => codeIn(letter.text) === "" || !letter.text?.includes("30"));
const messages = () =>
  desk.sql<{ state: string; attempts: number; fault: string | null }>(
    "select state, attempts, fault from notice_message where kind = 'notices' order by made_at, id",
  );

describe("a letter", () => {
  it("names the matter by its number and leads there, and says nothing else", async () => {
    await writeTo("officerA", "li@police.example");
    const id = await ask("标题里有\r\nBcc: everybody@city.example".replaceAll(/[\r\n]/g, " "));
    await happen();
    const [letter] = news();
    expect(letter?.subject).toBe("护航：ZX-370522-20261012-0001 有新消息");
    expect(letter?.text).toContain("事项 ZX-370522-20261012-0001：轮到您办理。");
    expect(letter?.text).toContain(`https://huhang.city.example/matters/${id}`);
    for (const secret of ["标题", "Bcc", "渣土车", "周联络", "李警官"]) expect(letter?.text).not.toContain(secret);
    expect(letter?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(box.receivers).toEqual(["li@police.example", "li@police.example"]);
  });

  it("goes once to somebody of two firms about his complaint without a name, which belongs to neither", async () => {
    await desk.sql(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_LIAISON', $2, '2026-01-01')",
      [house.town.people.otherLiaison, house.town.firms.east],
    );
    await writeTo("otherLiaison", "wu@run.example");
    const matter = await desk.open("otherLiaison", unnamedComplaint);
    await desk.step("inspector", matter, "accept");
    await desk.step("inspector", matter, "answer", { finding: "NOT_FOUNDED", text: "查看了执法记录，没有训斥。" });
    await happen();
    expect(news()).toHaveLength(1);
    // Not even that it is about a complaint: whoever keeps the mailbox reads it too.
    expect(news()[0]?.subject).toBe("护航：您有 1 条未读消息");
    expect(news()[0]?.text).toContain("https://huhang.city.example/notices");
    expect(`${news()[0]?.subject}${news()[0]?.text}`).not.toMatch(/TS-|matters\//);
    expect(await messages()).toMatchObject([{ state: "sent" }]);
  });

  it("about a changed proof goes once to somebody of two firms, and also while he is of none", async () => {
    const { otherLiaison } = house.town.people;
    await desk.sql(
      "insert into access_grant (account_id, role, enterprise_id, valid_from) values ($1, 'ENT_LIAISON', $2, '2026-01-01')",
      [otherLiaison, house.town.firms.east],
    );
    await writeTo("otherLiaison", "wu@run.example");
    const change = () =>
      house.platform.asSystem((tx) =>
        emitter(tx, house.clock.now())({ name: "proofChanged", account: otherLiaison, what: "password" }, []),
      );
    await change();
    await happen();
    expect(news()).toHaveLength(1);
    expect(await messages()).toMatchObject([{ state: "sent" }]);
    await desk.sql("update access_grant set valid_to = $2 where account_id = $1", [otherLiaison, house.clock.now()]);
    desk.at("2026-10-12 09:05");
    await change();
    await happen();
    expect(news()).toHaveLength(2);
  });

  it("speaks the reader's language", async () => {
    await writeTo("officerA", "li@police.example", { locale: "en" });
    await ask();
    await happen();
    expect(news()[0]?.subject).toBe("Huhang: news of ZX-370522-20261012-0001");
    expect(news()[0]?.text).toContain("it is your turn");
  });

  it("goes to nobody who did not ask for it, or has read it meanwhile", async () => {
    await ask();
    await happen();
    expect(box.letters).toEqual([]);
    await writeTo("officerA", "li@police.example", { mode: "digest" });
    await ask();
    await house.platform.runEffects();
    await house.as("officerA")(contract["notice.read"], { upTo: 999 });
    desk.at("2026-10-12 17:00");
    await house.platform.sendPost();
    expect(news()).toEqual([]);
  });

  it("does not go out about what its reader may not see any more", async () => {
    await writeTo("officerA", "li@police.example", { mode: "digest" });
    const id = await ask();
    await house.platform.runEffects();
    await desk.sql(
      `update matter set barred = array(select id from principal where kind = 'account' and ref_id = $2 and duty = 'self')
        where id = $1`,
      [id, house.town.people.officerA],
    );
    desk.at("2026-10-12 17:00");
    await house.platform.sendPost();
    expect(news()).toEqual([]);
    expect(await messages()).toMatchObject([{ state: "dropped" }]);
  });
});

describe("when", () => {
  it("a daily letter comes once at its time, for all of the day", async () => {
    await writeTo("officerA", "li@police.example", { mode: "digest" });
    await ask();
    await ask();
    await happen();
    expect(news()).toEqual([]);
    desk.at("2026-10-12 17:00");
    await happen();
    expect(news().map(({ subject }) => subject)).toEqual(["护航：您有 2 条未读消息"]);
    expect(news()[0]?.text).toContain("https://huhang.city.example/notices");
    await happen();
    expect(news()).toHaveLength(1);
  });

  it("quiet hours wait for the morning of a make-up Saturday", async () => {
    await writeTo("officerA", "li@police.example");
    // Friday evening; Saturday 10 October 2026 is worked.
    desk.at("2026-10-09 20:00");
    await ask();
    await ask();
    await happen();
    expect(news()).toEqual([]);
    desk.at("2026-10-10 08:29");
    await house.platform.sendPost();
    expect(news()).toEqual([]);
    desk.at("2026-10-10 08:30");
    await house.platform.sendPost();
    expect(news().map(({ subject }) => subject)).toEqual(["护航：您有 2 条未读消息"]);
  });

  it("an urgent one passes in quiet hours", async () => {
    await writeTo("officerA", "li@police.example");
    const id = await ask();
    await happen();
    await house.as("officerA")(contract["notice.read"], { matter: id });
    desk.at("2026-10-12 22:00");
    await house.platform.settleDue();
    await happen();
    expect(news().at(-1)?.text).toContain("已超时限");
  });

  it("a firm's quiet days hold", async () => {
    await writeTo("liaison", "zhou@firm.example");
    await house.as("liaison")(contract["quietDay.add"], { from: "2026-10-12", to: "2026-10-13" });
    const id = await ask();
    await desk.step("officerA", id, "askBack", { text: "几号开始？" });
    await happen();
    expect(news()).toEqual([]);
    desk.at("2026-10-14 08:30");
    await house.platform.sendPost();
    expect(news()).toHaveLength(1);
  });
});

describe("what goes wrong", () => {
  beforeEach(() => writeTo("officerA", "li@police.example"));

  it("4xx is tried again, then taken, once", async () => {
    box.manner = { at: "data", code: 451 };
    await ask();
    await happen();
    expect(await messages()).toEqual([{ state: "waiting", attempts: 1, fault: "451" }]);
    box.manner = "take";
    await house.platform.sendPost();
    expect(news()).toEqual([]);
    desk.at("2026-10-12 09:01");
    await house.platform.sendPost();
    await house.platform.sendPost();
    expect(news()).toHaveLength(1);
    expect(await messages()).toMatchObject([{ state: "sent", attempts: 2 }]);
  });

  it("a server that is away is tried again, and given up in the end; the notice stays in the list", async () => {
    await box.close();
    await ask();
    await happen();
    expect(await messages()).toEqual([{ state: "waiting", attempts: 1, fault: "ESOCKET" }]);
    for (const moment of ["09:02", "09:10", "09:30", "11:00", "15:30"]) {
      desk.at(`2026-10-12 ${moment}`);
      await house.platform.sendPost();
    }
    desk.at("2026-10-13 09:00");
    await house.platform.sendPost();
    expect(await messages()).toMatchObject([{ state: "dropped", attempts: 7 }]);
    expect((await house.as("officerA")(contract["notice.list"], {})).items).toHaveLength(1);
  });

  it("an address that its server does not know is not written to again, and its owner is told", async () => {
    box.manner = { at: "rcpt", code: 550 };
    await ask();
    await happen();
    expect(await messages()).toMatchObject([{ state: "dropped", fault: "550" }]);
    box.manner = "take";
    await ask();
    await happen();
    expect(news()).toEqual([]);
    expect((await house.as("officerA")(contract["notice.settings"], {})).address?.state).toBe("refused");
    const kinds = (await house.as("officerA")(contract["notice.list"], {})).items.map(({ kind }) => kind);
    expect(kinds).toContain("addressRefused");
  });

  it("a server that takes it and says nothing more gets no second copy", async () => {
    box.manner = "silent";
    await ask();
    await happen();
    expect(await messages()).toMatchObject([{ state: "unsure" }]);
    box.manner = "take";
    desk.at("2026-10-13 09:00");
    await happen();
    expect(news()).toHaveLength(1);
  });
});

describe("a process that is killed", () => {
  /** A channel whose process ends right after the other side has taken the letter. */
  const dying = (channel: Channel): Channel => ({
    ...channel,
    async send(letter) {
      await channel.send(letter);
      throw new Error("killed");
    },
  });

  it("between sending and writing it down does not send it twice", async () => {
    await writeTo("officerA", "li@police.example");
    await ask();
    await house.platform.runEffects();
    const { channel } = house.platform;
    expect(channel).not.toBeNull();
    const doomed = { ...house.platform, channel: channel && dying(channel) };
    const { sendPost } = await import("#server/post.ts");
    await expect(sendPost(doomed)).rejects.toThrow("killed");
    expect(news()).toHaveLength(1);
    await house.platform.sendPost();
    desk.at("2026-10-12 10:00");
    await house.platform.sendPost();
    expect(news()).toHaveLength(1);
    expect(await messages()).toMatchObject([{ state: "unsure", fault: "lost" }]);
    expect(await house.as("officerA")(contract["notice.count"], {})).toEqual({ unread: 1 });
  });

  it("and several that send at the same time send each letter once", async () => {
    await writeTo("officerA", "li@police.example");
    for (let count = 0; count < 6; count += 1) {
      await ask();
      await house.platform.runEffects();
      await Promise.all([house.platform.sendPost(), house.platform.sendPost(), house.platform.sendPost()]);
    }
    expect(news()).toHaveLength(6);
  });
});

it("speaks in the clear to this machine only", async () => {
  const elsewhere = createSmtpChannel({ ...settingsFor(box.port), loopback: false });
  const letter = { id: "1", to: "li@police.example", subject: "-", text: "-" };
  expect(await elsewhere.send(letter)).toMatchObject({ outcome: "later" });
  expect(box.letters).toEqual([]);
  expect(await createSmtpChannel(settingsFor(box.port)).send(letter)).toMatchObject({ outcome: "sent" });
});

describe("the address", () => {
  it("is sealed, masked, and written to only after its code has come back", async () => {
    await house.as("officerA")(contract["notice.changeAddress"], { address: "li@police.example" });
    await choose("officerA");
    await ask();
    await happen();
    expect(box.letters.map(({ subject }) => subject)).toEqual(["护航：邮箱验证码"]);
    const [row] = await desk.sql<{ text: string }>("select a::text as text from notice_address a");
    expect(row?.text).not.toContain("police");
    const code = codeIn(box.letters[0]?.text);
    const messagesText = await desk.sql<{ text: string }>("select m::text as text from notice_message m");
    expect(messagesText.map(({ text }) => text).join()).not.toContain(code);
    const settings = await house.as("officerA")(contract["notice.confirmAddress"], { code });
    expect(settings).toMatchObject({ confirmed: true, address: { masked: "l***@police.example", state: "confirmed" } });
  });

  it("takes five trials for a code, half an hour long, and no code of another's", async () => {
    const trial = (person: Person, code: string) => house.as(person)(contract["notice.confirmAddress"], { code });
    await house.as("officerA")(contract["notice.changeAddress"], { address: "li@police.example" });
    await house.platform.sendPost();
    const code = codeIn(box.letters[0]?.text);
    await house.as("officerB")(contract["notice.changeAddress"], { address: "wang@police.example" });
    expect(await trial("officerB", code)).toMatchObject({ confirmed: false, trialsLeft: 4 });
    await house.platform.sendPost();
    const other = codeIn(box.letters[1]?.text);
    for (const left of [3, 2, 1, 0]) expect((await trial("officerB", code)).trialsLeft).toBe(left);
    expect((await trial("officerB", other)).confirmed).toBe(false);
    desk.at("2026-10-12 09:31");
    expect((await trial("officerA", code)).confirmed).toBe(false);
  });

  it("cannot be used to flood somebody: five codes a day", async () => {
    const give = () => house.as("officerA")(contract["notice.changeAddress"], { address: "somebody@else.example" });
    for (let count = 0; count < 5; count += 1) await give();
    expect(await refusalOf(give())).toBe("too-many");
    await house.as("officerA")(contract["notice.removeAddress"], {});
    expect(await refusalOf(give())).toBe("too-many");
    desk.at("2026-10-13 09:01");
    expect(await refusalOf(give())).toBe("accepted");
  });

  it("is forgotten when it is taken back", async () => {
    await writeTo("officerA", "li@police.example");
    expect((await house.as("officerA")(contract["notice.removeAddress"], {})).address).toBeNull();
    await ask();
    await happen();
    expect(news()).toEqual([]);
  });

  it.each([
    ["another header", "a@b.example\r\nBcc: c@d.example"],
    ["two receivers", "a@b.example,c@d.example"],
    ["a name", "李 <a@b.example>"],
    ["no domain", "a@"],
    ["a long one", `a@${"b".repeat(300)}.example`],
    ["a control character", "a\u0000@b.example"],
  ])("refuses %s", async (_what, address) => {
    const give = house.as("officerA")(contract["notice.changeAddress"], { address });
    expect(await refusalOf(give)).toMatch(/^invalid address:/);
  });
});

it.each([
  ["a time of day", { quietFrom: "25:00" }, "invalid quietFrom:malformed"],
  ["a way", { mode: "fax" }, "invalid mode:notAChoice"],
])("refuses %s that is none", async (_what, more, refusal) => {
  expect(await refusalOf(choose("officerA", more))).toBe(refusal);
});

it("takes quiet days of the firm's own desk only, in order and not for ever", async () => {
  const add = (person: Person, from: string, to: string) => house.as(person)(contract["quietDay.add"], { from, to });
  expect(await refusalOf(add("security", "2026-10-20", "2026-10-21"))).toBe("forbidden");
  expect(await refusalOf(add("officerA", "2026-10-20", "2026-10-21"))).toBe("forbidden");
  expect(await refusalOf(add("liaison", "2026-10-21", "2026-10-20"))).toBe("invalid to:tooEarly");
  expect(await refusalOf(add("liaison", "2026-10-20", "2027-10-20"))).toBe("invalid to:quietTooLong");
  const { quietDays } = await add("liaison", "2026-10-20", "2026-10-21");
  const remove = (person: Person) => house.as(person)(contract["quietDay.remove"], { id: quietDays[0]?.id });
  expect(await refusalOf(remove("otherLiaison"))).toBe("not-found");
  expect(await refusalOf(remove("security"))).toBe("forbidden");
  expect((await remove("legalRep")).quietDays).toEqual([]);
});
