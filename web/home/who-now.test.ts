import { expect, it } from "vitest";
import { type Contact, officersOf, whoNow } from "./who-now.ts";

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
  expect(whoNow([person("A", "offHours"), person("B", "offHours")])).toEqual({ kind: "station" });
});

it("says so when nobody is named", () => {
  expect(whoNow([person("SPECIALIST", "onDuty")])).toEqual({ kind: "none" });
  expect(whoNow([])).toEqual({ kind: "none" });
});

it("shows the two officers in their order", () => {
  const people = [person("SPONSOR", "onDuty"), person("B", "onDuty"), person("A", "onDuty")];
  expect(officersOf(people).map((one) => one.place)).toEqual(["A", "B"]);
});
