import { expect, it } from "vitest";
import { callsOf, type Contact, officersOf, whoNow } from "./who-now.ts";

const person = (place: Contact["place"], state: Contact["presence"]["state"]): Contact => ({
  accountId: place === "A" ? 1 : 2,
  place,
  dutyName: place === "A" ? "李警官" : "王警官",
  unitName: "北宋派出所",
  phone: "0546-0000000",
  presence: { state, until: null },
  actsForA: false,
});

it("names A before B", () => {
  expect(whoNow([person("B", "onDuty"), person("A", "onDuty")])).toMatchObject({ kind: "A", contact: { place: "A" } });
});

it("names B with whom he stands in for", () => {
  expect(whoNow([person("A", "absent"), person("B", "onDuty")])).toMatchObject({
    kind: "B",
    contact: { place: "B" },
    absent: { place: "A" },
  });
  expect(whoNow([person("B", "onDuty")])).toMatchObject({ kind: "B", absent: undefined });
});

it("sends people to the station when nobody is on duty", () => {
  expect(whoNow([person("A", "offHours"), person("B", "offHours")])).toEqual({
    kind: "station",
    why: "offHours",
  });
});

it("does not say that work is over while both officers are away", () => {
  expect(whoNow([person("A", "absent"), person("B", "absent")])).toEqual({ kind: "station", why: "absent" });
});

it("says so when nobody is named", () => {
  expect(whoNow([person("SPECIALIST", "onDuty")])).toEqual({ kind: "none" });
  expect(whoNow([])).toEqual({ kind: "none" });
});

it("shows the two officers in their order", () => {
  const people = [person("SPONSOR", "onDuty"), person("B", "onDuty"), person("A", "onDuty")];
  expect(officersOf(people).map((one) => one.place)).toEqual(["A", "B"]);
});

const order = (people: readonly Contact[]) =>
  callsOf(people).map((call) => (call.kind === "station" ? "station" : call.contact.place));

it("calls A, then B, then the station", () => {
  expect(order([person("B", "onDuty"), person("A", "onDuty"), person("SPONSOR", "onDuty")])).toEqual([
    "A",
    "B",
    "station",
  ]);
});

it("calls B first while A is absent, and keeps A in sight at the end", () => {
  expect(order([person("A", "absent"), person("B", "onDuty")])).toEqual(["B", "station", "A"]);
});

it("calls the station first outside working time, and when nobody is named", () => {
  expect(order([person("A", "offHours"), person("B", "offHours")])).toEqual(["station", "A", "B"]);
  expect(order([])).toEqual(["station"]);
});
