import { type RawBuilder, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { contract as audit } from "#capabilities/audit/contract.ts";
import { contract as glass } from "#capabilities/glass/contract.ts";
import { contract as notices } from "#capabilities/notices/contract.ts";
import { contract as rights } from "#capabilities/rights/contract.ts";
import { contract as search } from "#capabilities/search/contract.ts";
import { contract } from "#matters/contract.ts";
import { eraseExpired } from "#server/jobs/erase.ts";
import { execute } from "#server/pipeline.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { complaintOf, dataRequest } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import { outcome } from "#test/sign-in-desk.ts";

type Person = keyof Harness["town"]["people"];

const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);

const complain = (more: Record<string, unknown> = {}, person: Person = "liaison") =>
  desk.open(person, complaintOf(house.town, { anonymous: true, ...more }));
const { facts } = complaintOf(house.town).form;
const names = /周联络|东岸|大桥/;

describe("a complaint without a name", () => {
  it("is read by the requester and the inspectorate alone, by the latter without person, firm and project", async () => {
    const id = await complain();
    for (const person of Object.keys(house.town.people) as Person[]) {
      const expected = person === "liaison" || person === "inspector" ? "accepted" : "not-found";
      expect(await refusalOf(house.as(person)(contract["matter.get"], { id })), person).toBe(expected);
    }
    const view = await desk.view("inspector", id);
    expect(view).toMatchObject({ anonymous: true, enterprise: null, project: null, private: true });
    expect(view.entries[0]).toMatchObject({ actor: "", capacity: "requester", mine: false });
    const { readers } = await house.as("inspector")(contract["matter.readers"], { id });
    expect(readers.map(({ duty, name }) => [duty, name])).toContainEqual(["requester", ""]);
    expect(JSON.stringify([view, readers])).not.toMatch(names);
  });

  it("has in the database one row that says whose it is, and nobody reads that one", async () => {
    const id = await complain();
    const { liaison } = house.town.people;
    expect(await desk.sql("select capacity, account_id from matter_party where matter_id = $1", [id])).toEqual([
      { capacity: "requester", account_id: liaison },
    ]);
    const [row] = await desk.sql("select opened_by, enterprise_id, project_id from matter where id = $1", [id]);
    expect(row).toEqual({ opened_by: null, enterprise_id: null, project_id: null });
    const change = (what: string) => desk.sql(`update matter set ${what} where id = $1`, [id]);
    await expect(change(`enterprise_id = ${house.town.firms.east}`)).rejects.toThrow(/nobody_opened/);
    await expect(change(`project_id = ${house.town.projects.bridge}`)).rejects.toThrow(/nobody_opened/);
    await expect(change("private = false")).rejects.toThrow(/conduct_is_kept|nobody_opened/);
    const { east } = house.town.firms;
    const asHimself = (work: RawBuilder<unknown>) =>
      house.platform.db.transaction().execute(async (tx) => {
        await sql`select app.enter(${liaison}, ${east}, ${house.clock.now()}), set_config('app.engine', ${String(id)}, true)`.execute(
          tx,
        );
        return (await work.execute(tx)).rows;
      });
    expect(await asHimself(sql`select * from matter_party`)).toEqual([]);
    // Nobody gets behind a matter that is there already, and nothing that the requester writes bears an account.
    await expect(asHimself(sql`select app.stand_behind(${id}, ${house.clock.now()})`)).rejects.toThrow(
      /only what he is opening/,
    );
    const write = (actor: number | null) =>
      asHimself(sql`insert into entry (matter_id, seq, at, kind, name, audience, actor_id, capacity, actor_label)
        values (${id}, 99, ${house.clock.now()}, 'comment', 'comment', 'shared', ${actor}, 'requester', '')`);
    await expect(write(liaison)).rejects.toThrow(/row-level security/);
    await write(null);
  });

  it("is answered, judged and reviewed by its requester like any other, and he alone hears of it", async () => {
    const id = await complain();
    const list = await house.as("liaison")(contract["matter.list"], { procedure: "conduct" });
    expect(list.items.map((one) => one.id)).toContain(id);
    await desk.step("inspector", id, "accept");
    await house.as("liaison")(contract["matter.comment"], { id, audience: "shared", text: "当时还有两个人在场。" });
    await desk.step("inspector", id, "answer", { finding: "NOT_FOUNDED", text: "查看了执法记录，没有训斥。" });
    const mine = await house.as("liaison")(contract["matter.list"], { view: "mine" });
    expect(mine.items.map((one) => one.id)).toContain(id);
    await house.platform.runEffects();
    await desk.step("liaison", id, "askReview", { text: "在场的人没有问。" });
    await desk.step("inspector", id, "answerReview", { finding: "PARTLY", text: "问了在场的人，语气确实不当。" });
    expect(await desk.step("liaison", id, "confirm", {})).toMatchObject({ state: "CLOSED", phase: "closed" });
    const his = await desk.view("liaison", id);
    const own = his.entries.filter(({ capacity }) => capacity === "requester");
    expect(own.map(({ mine: isMine, actor }) => [isMine, actor])).toEqual(own.map(() => [true, ""]));
    expect(own).toHaveLength(4);
    await house.platform.runEffects();
    const told = async (person: Person) =>
      (await house.as(person)(notices["notice.list"], {})).items.filter(({ matter }) => matter?.id === id).length;
    expect(await told("liaison")).toBeGreaterThan(0);
    for (const person of ["security", "legalRep", "officerA", "chief"] as const) expect(await told(person)).toBe(0);
  });

  it("tells him nothing of what he did himself", async () => {
    const id = await complain();
    await house.as("liaison")(contract["matter.comment"], { id, audience: "shared", text: "当时还有两个人在场。" });
    await house.platform.runEffects();
    const { items } = await house.as("liaison")(notices["notice.list"], {});
    expect(items.filter(({ matter }) => matter?.id === id)).toEqual([]);
  });

  it("has the limits of one with a name, to the minute", async () => {
    desk.at("2026-10-13 09:00");
    const clocks = async (anonymous: boolean) => {
      const id = await complain({ anonymous });
      await desk.step("inspector", id, "accept");
      return desk.sql("select no, kind, holder, added, due_at, clock from task where matter_id = $1 order by no", [id]);
    };
    expect(await clocks(true)).toEqual(await clocks(false));
    desk.at("2026-10-12 09:00");
  });

  it("climbs past the line when the inspectorate is late", async () => {
    const id = await complain();
    await desk.runTo("2026-10-16 09:00");
    expect(await desk.story(id)).toContain("10-15 09:00 climb accept cityLeader");
    for (const person of ["chief", "office", "leader", "cityOffice"] as const)
      expect(await refusalOf(desk.view(person, id))).toBe("not-found");
    desk.at("2026-10-12 09:00");
  });

  it("may name nobody: then no station can be asked, and it belongs to none", async () => {
    const id = await complain({ about: [], projectId: null });
    const [row] = await desk.sql<{ station_id: number; barred: number[] }>(
      "select station_id, barred from matter where id = $1",
      [id],
    );
    expect(row?.station_id).toBe(house.town.units.city);
    expect(row?.barred.length).toBeGreaterThan(0);
    await desk.step("inspector", id, "accept");
    const asked = desk.step("inspector", id, "askUnit", { text: "请说明 10 月 9 日下午的情况。" });
    expect(await refusalOf(asked)).toBe("illegal-step noStation");
  });

  it("lets the station of whom it names be asked", async () => {
    const id = await complain();
    await desk.step("inspector", id, "accept");
    await desk.step("inspector", id, "askUnit", { text: "请说明 10 月 9 日下午的情况。" });
    const [child] = await desk.sql<{ id: number }>("select child_id::int as id from matter_link where parent_id = $1", [
      id,
    ]);
    expect(JSON.stringify(await desk.view("chief", child?.id ?? 0))).not.toMatch(names);
  });

  it("is for complaints about conduct only, and for firms' people", async () => {
    const question = { procedure: "consultation", about: [], form: { question: { text: "能走北门吗？" } } };
    expect(await refusalOf(complain(question))).toBe("invalid anonymous:notAllowed");
    for (const person of ["officerA", "inspector", "cityOffice"] as const)
      expect(await refusalOf(complain({ about: [], projectId: null }, person))).toBe("forbidden");
  });
});

describe("what is attached to it", () => {
  const put = async (name: string, type: string) => {
    const [file] = await desk.sql<{ id: string }>(
      `insert into file (id, name, media_type, size, sha256, storage_key, uploaded_by, uploaded_at)
       values (gen_random_uuid(), $1, $2, 9, '\\x00', gen_random_uuid()::text, $3, $4) returning id`,
      [name, type, house.town.people.liaison, house.clock.now()],
    );
    return file?.id ?? "";
  };

  it("are pictures only, under other ids and names than those he uploaded", async () => {
    const id = await complain();
    const [paper, picture] = [
      await put("周联络的说明.pdf", "application/pdf"),
      await put("东岸门口.jpg", "image/jpeg"),
    ];
    const attach = (files: string[]) =>
      house.as("liaison")(contract["matter.attach"], { id, audience: "shared", files });
    expect(await refusalOf(attach([picture, paper]))).toBe("invalid files.1:picturesOnly");
    await attach([picture]);
    expect(await refusalOf(attach([picture]))).toBe("invalid files.0:unknownFile");
    const files = (await desk.view("inspector", id)).entries.flatMap((entry) => entry.files);
    expect(files).toMatchObject([{ name: "图片 2-1.jpg" }]);
    expect(files[0]?.id).not.toBe(picture);
    expect(await desk.sql("select uploaded_by from file where matter_id = $1", [id])).toEqual([{ uploaded_by: null }]);
  });
});

describe("on record about it", () => {
  it("stands that calls were made, not that he made them: opening, reading, writing, and what was refused", async () => {
    const id = await complain();
    await desk.view("liaison", id);
    const get = house.as("liaison");
    await get(contract["matter.readers"], { id });
    await get(contract["matter.comment"], { id, audience: "shared", text: "还有两个人在场。" });
    await refusalOf(get(contract["matter.step"], { id, step: "withdraw", version: 99 }));
    await desk.view("inspector", id);
    const rows = await desk.sql<Record<string, unknown>>(
      `select operation, account_id, enterprise_id, unit_id, device, purpose, status from audit
        where object = $1 order by id`,
      [`matter:${id}`],
    );
    const { inspector } = house.town.people;
    const nobody = { account_id: null, enterprise_id: null, unit_id: null, device: null, purpose: "unnamed" };
    expect(rows).toEqual([
      { operation: "matter.open", ...nobody, status: 200 },
      { operation: "matter.get", ...nobody, status: 200 },
      { operation: "matter.readers", ...nobody, status: 200 },
      { operation: "matter.comment", ...nobody, status: 200 },
      { operation: "matter.step", ...nobody, status: 409 },
      expect.objectContaining({ operation: "matter.get", account_id: inspector, purpose: "duty" }),
    ]);
    const { items } = await house.as("auditor")(audit["audit.list"], { object: `matter:${id}` });
    expect(items.map(({ intact }) => intact)).toEqual(items.map(() => true));
    expect(JSON.stringify(items)).not.toMatch(names);
  });

  it("stands nobody either whose call was not understood: he sends it again, corrected, a moment later", async () => {
    const { liaison } = house.town.people;
    const [last] = await desk.sql<{ id: number }>("select max(id)::int as id from audit");
    expect(await refusalOf(complain({ title: "短" }))).toBe("invalid title:tooShort");
    expect(await refusalOf(complain({ title: "短", anonymous: false }))).toBe("invalid title:tooShort");
    // No way to keep off the record what is no such complaint, nor for anybody else.
    expect(await refusalOf(complain({ procedure: "consultation" }))).toMatch(/^invalid/);
    expect(await refusalOf(complain({ title: "短" }, "officerA"))).toBe("invalid title:tooShort");
    expect(
      await desk.sql("select account_id, device, purpose from audit where id > $1 order by id", [last?.id]),
    ).toEqual([
      { account_id: null, device: null, purpose: "unnamed" },
      expect.objectContaining({ account_id: liaison }),
      expect.objectContaining({ account_id: liaison }),
      expect.objectContaining({ account_id: house.town.people.officerA }),
    ]);
  });

  it("stands nobody whose wish could not be read, nor whose call was refused before it was", async () => {
    const { liaison, officerA } = house.town.people;
    const [last] = await desk.sql<{ id: number }>("select max(id)::int as id from audit");
    const raw = async (input: object, by = liaison) =>
      outcome(
        execute(house.platform, "matter.open", input, {
          account: { accountId: by, enterpriseId: by === liaison ? house.town.firms.east : null },
          device: "phone",
          address: "203.0.113.9",
          idempotencyKey: `wish-${JSON.stringify(input).length}-${by}`,
        }),
      );
    const complaint = complaintOf(house.town);
    for (const wish of ["true", 1, null, {}] as const)
      expect(await raw({ ...complaint, anonymous: wish }), JSON.stringify(wish)).toMatch(/^invalid anonymous:/);
    expect(await raw({ ...complaint, anonymus: true })).toBe("invalid anonymus: unknownField");
    expect(await raw({ ...complaint, anonymous: true, procedure: "conduct2" })).toBe(
      "invalid procedure: unknownProcedure",
    );
    // As long as he has something to set up, nothing else is read.
    await desk.sql(
      `insert into session (token_hash, account_id, enterprise_id, device, created_at, seen_at, expires_at)
       values ('limited', $1, $2, 'desk', $3::timestamptz, $3, $3::timestamptz + interval '12 hours')`,
      [liaison, house.town.firms.east, house.clock.now()],
    );
    await desk.sql("update account set password_temporary = true where id = $1", [liaison]);
    const limited = { tokenHash: Buffer.from("limited"), device: "phone", idempotencyKey: "wish-limited" } as const;
    const early = execute(house.platform, "matter.open", { ...complaint, anonymous: true }, limited);
    expect(await outcome(early)).toMatch(/^set-up-needed/);
    await desk.sql("update account set password_temporary = false where id = $1", [liaison]);
    const unnamed = await desk.sql<Record<string, unknown>>(
      "select account_id, device, purpose, detail from audit where id > $1",
      [last?.id],
    );
    expect(unnamed).toHaveLength(7);
    expect(unnamed.map(({ account_id, device, purpose }) => [account_id, device, purpose])).toEqual(
      unnamed.map(() => [null, null, "unnamed"]),
    );
    expect(JSON.stringify(unnamed)).not.toContain("203.0.113");

    // No way for the staff, nor for what says itself that it is under his name, or asks for nothing.
    expect(await raw({ ...complaint, title: "短", anonymous: false })).toBe("invalid title: tooShort");
    expect(await raw({ ...complaint, title: "短短", files: 1 })).toMatch(/^invalid files:/);
    expect(await raw({ ...complaint, procedure: "conduct2" })).toBe("invalid procedure: unknownProcedure");
    expect(await raw({ ...complaint, anonymous: "true" }, officerA)).toMatch(/^invalid anonymous:/);
    const named = await desk.sql<{ account_id: number }>(
      "select account_id from audit where id > $1 and account_id is not null order by id",
      [last?.id],
    );
    expect(named.map(({ account_id }) => account_id)).toEqual([liaison, liaison, liaison, officerA]);
  });

  it("stands nothing in his lists, searches and files that leads to it", async () => {
    const lastOf = async (operation: string) =>
      (
        await desk.sql<{ account_id: number | null; count: number; detail: unknown }>(
          "select account_id, count, detail from audit where operation = $1 order by id desc limit 1",
          [operation],
        )
      )[0];
    const { liaison } = house.town.people;
    const count = async () => {
      await house.as("liaison")(contract["matter.list"], { procedure: "conduct", limit: 100 });
      return (await lastOf("matter.list"))?.count;
    };
    const before = await count();
    const id = await complain();
    expect(await count()).toBe(before);
    const first = await house.as("liaison")(contract["matter.list"], { limit: 1 });
    await house.as("liaison")(contract["matter.list"], { limit: 1, cursor: first.nextCursor ?? "" });
    expect(await lastOf("matter.list")).toMatchObject({ account_id: liaison, detail: { query: { limit: 1 } } });
    expect(JSON.stringify(await lastOf("matter.list"))).not.toContain("cursor");
    await house.platform.runEffects();
    const { number } = await desk.row(id);
    const found = await house.as("liaison")(search["search.find"], { q: number });
    expect(found.matters.map((one) => one.id)).toEqual([id]);
    expect(await lastOf("search.find")).toMatchObject({ account_id: null });
    await house.as("liaison")(search["search.find"], { q: "大桥项目" });
    expect(await lastOf("search.find")).toMatchObject({ account_id: liaison });
  });
});

describe("his rights", () => {
  it("reach it: it stands in his copy, and he sees by unit who looked", async () => {
    const id = await complain();
    await desk.view("inspector", id);
    await desk.view("liaison", id);
    const looks = await house.as("liaison")(rights["myData.looks"], { of: "me" });
    const about = looks.items.filter(({ what }) => what.kind === "matter" && what.id === id);
    expect(about.map(({ who }) => who)).toEqual(["市局"]);
    const { number } = await desk.row(id);
    const request = await desk.open("liaison", dataRequest());
    await desk.step("dataProtection", request, "giveCopy");
    const copy = await house.as("liaison")(rights["myData.copy"], { id: request });
    const his = copy.matters.find((one) => one.number === number);
    expect(his?.entries.map(({ form }) => form)).toEqual([facts]);
  });

  it("end with its retention: nothing ties him to it any more", async () => {
    const id = await complain();
    await desk.step("liaison", id, "withdraw", {});
    await desk.sql("update matter set closed_at = '2015-01-01' where id = $1", [id]);
    await eraseExpired(house.platform);
    expect(await desk.sql("select erased_at is not null as gone, opened_by from matter where id = $1", [id])).toEqual([
      { gone: true, opened_by: null },
    ]);
    expect(await desk.sql("select from matter_party where matter_id = $1", [id])).toEqual([]);
  });
});

describe("break-glass", () => {
  it("opens the complaint and not whose it is", async () => {
    const id = await complain();
    const { specialist } = house.town.people;
    await desk.sql("update account set police_number = '371001' where id = $1", [specialist]);
    const { number } = await desk.row(id);
    const asked = await house.as("systemAdmin")(glass["glass.ask"], {
      number,
      policeNumber: "371001",
      hours: 4,
      reason: "核查办理情况",
    });
    await house.as("securityAdmin")(glass["glass.open"], { id: asked.id });
    const view = await desk.view("specialist", id);
    expect(view).toMatchObject({ enterprise: null, project: null, entries: [{ actor: "", form: facts }] });
    expect(JSON.stringify(view)).not.toMatch(names);
  });
});
