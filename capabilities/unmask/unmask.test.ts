import { beforeEach, describe, expect, it } from "vitest";
import { contract as audit } from "#capabilities/audit/contract.ts";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as rights } from "#capabilities/rights/contract.ts";
import { contract as directory } from "#directory/contract.ts";
import { needsPersons } from "#access/rules/matters.ts";
import type { Capacity } from "#kernel/procedure.ts";
import { maskOf } from "#kernel/fields/mask.ts";
import { procedures } from "#capabilities/index.ts";
import { operations } from "#server/registry.ts";
import { deskOf, refusalOf } from "#test/fixture/desk.ts";
import { ticketOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { type Harness, startHarness } from "#test/harness.ts";
import type { z } from "zod";
import { contract, mostPerDay } from "./contract.ts";

type Person = keyof Harness["town"]["people"];
const house = await forTheseTests(startHarness({ at: "2026-10-12T09:00:00+08:00" }));
const desk = deskOf(house);
let day = 12;
beforeEach(() => desk.at(`2026-10-${(day += 1)} 09:00`));

let last = 0;
async function ticket(): Promise<number> {
  last += 1;
  const { id } = await house.as("office")(hotline["ticket.receive"], ticketOf(house.town, `DY-2026-${last}`));
  return id;
}
const callerSeenBy = async (person: Person, id: number) =>
  (await desk.view(person, id)).entries.find(({ name }) => name === "caller");
const why = { purpose: "check", reason: "核实来电人是否得到答复" };
const unmask = async (person: Person, id: number, field = "phone") => {
  const seq = (await callerSeenBy("officerA", id))?.seq ?? 0;
  return house.as(person)(contract["matter.unmask"], { id, seq, field, ...why });
};
const firmPhoneSeenBy = async (person: Person) => {
  const firm = await house.as(person)(directory["enterprise.get"], { id: house.town.firms.east });
  return firm.members.find(({ dutyName }) => dutyName === "周联络")?.phone;
};

describe("a caller in a matter", () => {
  it("is whole for whoever handles it, and masked for those who read along", async () => {
    const id = await ticket();
    for (const person of ["officerA", "officerB"] as const)
      expect(await callerSeenBy(person, id), person).toMatchObject({
        form: { name: "欧阳某", phone: "13800001234" },
        masked: [],
      });
    const seen = await callerSeenBy("chief", id);
    expect(seen).toMatchObject({ form: { name: "欧*", phone: "138****1234" }, masked: ["name", "phone"] });
    expect(JSON.stringify(await desk.view("cityOffice", id))).not.toMatch(/欧阳|13800001234/);
  });

  it("is whole for somebody to whom a task has come, and not for whoever only reads along or leads", () => {
    const needs = (own: Capacity[], byTasks: Capacity[] = []) => needsPersons({ kind: "staff" }, { own, byTasks });
    expect(needs(["handler"])).toBe(true);
    expect(needs(["stationChief"], ["handler"])).toBe(true);
    for (const one of ["stationChief", "programOffice", "leader", "inspector", "specialist"] as const)
      expect(needs([one]), one).toBe(false);
  });

  it("is shown whole with a reason, which stands in the audit", async () => {
    const id = await ticket();
    expect(await unmask("chief", id)).toEqual({ value: "13800001234" });
    expect(await unmask("chief", id, "name")).toEqual({ value: "欧阳某" });
    const { items } = await house.as("auditor")(audit["audit.list"], { operation: "matter.unmask" });
    expect(items[0]).toMatchObject({ object: `matter:${id}`, purpose: "check", reason: why.reason, intact: true });
  });

  it("is not shown to whoever does not see the matter, nor by any field that is not masked", async () => {
    const id = await ticket();
    expect(await refusalOf(unmask("otherA", id))).toBe("not-found");
    expect(await refusalOf(unmask("auditor", id))).toBe("not-found");
    expect(await refusalOf(unmask("chief", id, "confidential"))).toBe("not-found");
    expect(await refusalOf(unmask("chief", id, "constructor"))).toBe("not-found");
    const seq = 1;
    const without = house.as("chief")(contract["matter.unmask"], { id, seq, field: "text", ...why });
    expect(await refusalOf(without)).toBe("not-found");
    const short = house.as("chief")(contract["matter.unmask"], { id, seq, field: "phone", ...why, reason: "查" });
    expect(await refusalOf(short)).toBe("invalid reason:tooShort");
  });

  it("stops at so many a day, also all at once; what was refused is on record with its reason", async () => {
    const id = await ticket();
    const seq = (await callerSeenBy("officerA", id))?.seq ?? 0;
    const all = await Promise.all(
      Array.from({ length: mostPerDay + 4 }, () =>
        refusalOf(house.as("chief")(contract["matter.unmask"], { id, seq, field: "phone", ...why })),
      ),
    );
    expect(all.filter((answer) => answer === "accepted")).toHaveLength(mostPerDay);
    expect(all.filter((answer) => answer.startsWith("too-many"))).toHaveLength(4);
    const { items } = await house.as("auditor")(audit["audit.list"], { operation: "matter.unmask", status: "429" });
    expect(items).toHaveLength(4);
    expect(items[0]?.reason).toBe(why.reason);
    desk.at(`2026-10-${day + 1} 09:01`);
    expect(await refusalOf(unmask("chief", id))).toBe("accepted");
    day += 1;
  });
});

describe("a telephone of a firm's person", () => {
  it("is whole for the firm and who serves it, masked for others, and he sees that it was shown", async () => {
    await house.as("liaison")(rights["myData.setPhone"], { phone: "13800000009" });
    for (const person of ["officerA", "officerB", "legalRep"] as const)
      expect(await firmPhoneSeenBy(person), person).toBe("13800000009");
    const { leader } = house.town.people;
    await desk.sql(
      "insert into assignment (project_id, account_id, kind, valid_from) values ($1, $2, 'SPONSOR', '2026-10-01')",
      [house.town.projects.bridge, leader],
    );
    expect(await firmPhoneSeenBy("leader")).toBe("138****0009");
    // Whoever has no relation to the firm sees none of its people.
    expect(await firmPhoneSeenBy("cityOffice")).toBeUndefined();
    const given = {
      id: house.town.firms.east,
      accountId: house.town.people.liaison,
      purpose: "personAsked",
      reason: "本人请求回电",
    };
    expect(await house.as("leader")(contract["enterprise.unmask"], given)).toEqual({ value: "13800000009" });
    const { items } = await house.as("liaison")(rights["myData.looks"], { of: "me" });
    expect(items.find(({ operation }) => operation === "enterprise.unmask")).toMatchObject({
      purpose: "personAsked",
      what: { kind: "account" },
    });
    expect(JSON.stringify(items)).not.toContain("本人请求回电");
    expect(await refusalOf(house.as("legalRep")(contract["enterprise.unmask"], given))).toBe("forbidden");
    await house.as("liaison")(rights["myData.setConsent"], { purpose: "contactShared", given: false });
    expect(await refusalOf(house.as("leader")(contract["enterprise.unmask"], given))).toBe("not-found");
  });
});

/** Telephones in answers that are no person's own, or go to the person himself. */
const dutyLine = "the line of a unit or of an officer on duty, which everybody may call";
const agreed = "what both sides of a service plan have written into it for each other";
const own = "goes to the person himself";
const reviewed: Readonly<Record<string, string>> = {
  "project.list.items.station.dutyPhone": dutyLine,
  "project.list.items.people.phone": dutyLine,
  "project.get.station.dutyPhone": dutyLine,
  "project.get.people.phone": dutyLine,
  "enterprise.get.station.dutyPhone": dutyLine,
  "access.card.station.dutyPhone": dutyLine,
  "access.card.projects.officers.phone": dutyLine,
  "unit.tree.items.dutyPhone": dutyLine,
  "staff.get.dutyPhone": dutyLine,
  "notice.list.items.responsible.phone": dutyLine,
  "plan.get.project.station.dutyPhone": dutyLine,
  "plan.get.shown.content.contacts.dutyPhone": agreed,
  "plan.get.shown.content.emergency.phone": agreed,
  "plan.get.before.content.contacts.dutyPhone": agreed,
  "plan.get.before.content.emergency.phone": agreed,
  // Colleagues of one firm, who have agreed to it.
  "member.list.items.phone": "a firm's own people among themselves, by their consent",
  "myData.get.phone": own,
  "myData.copy.account.phone": own,
};

/** Names of fields, with their path, that look like a telephone or a private contact and have no mask. */
function unmasked(schema: z.core.$ZodType, path: string): string[] {
  const def = (schema as z.ZodType).def as unknown as Record<string, unknown>;
  if (maskOf(schema) !== undefined) return [];
  const name = path.split(".").at(-1) ?? "";
  const inner = ["innerType", "element", "valueType", "in"].flatMap((key) =>
    def[key] === undefined ? [] : unmasked(def[key] as z.core.$ZodType, path),
  );
  const parts = Object.entries((def["shape"] ?? {}) as Record<string, z.core.$ZodType>).flatMap(([key, one]) =>
    unmasked(one, `${path}.${key}`),
  );
  const options = ((def["options"] ?? []) as z.core.$ZodType[]).flatMap((one) => unmasked(one, path));
  const isText = def["type"] === "string" || def["type"] === "unknown";
  return [...new Set([...inner, ...parts, ...options, ...(isText && looksPrivate.test(name) ? [path] : [])])];
}
const looksPrivate = /phone|mobile|callback|^tel|email|mailAddress/i;

describe("no telephone goes out by oversight", () => {
  it("in an answer: each has its mask, or is reviewed with the reason why it needs none", () => {
    const found = operations.flatMap((operation) => unmasked(operation.output, operation.id));
    expect(found.filter((path) => !(path in reviewed))).toEqual([]);
    expect(Object.keys(reviewed).filter((path) => !found.includes(path))).toEqual([]);
  });

  it("in a form: whoever may call a person back is masked", () => {
    const found = procedures.flatMap((procedure) =>
      [
        ...Object.entries(procedure.sections).map(([name, { form }]) => [name, form] as const),
        ...Object.entries(procedure.steps).map(([name, { form }]) => [name, form] as const),
      ].flatMap(([name, form]) =>
        Object.entries(form.shape)
          .filter(([field, schema]) => {
            const looksSo = looksPrivate.test(field) || (/caller/i.test(name) && field === "name");
            return looksSo && maskOf(schema) === undefined;
          })
          .map(([field]) => `${procedure.id}.${name}.${field}`),
      ),
    );
    expect(found).toEqual([]);
  });
});
