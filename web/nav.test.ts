import { expect, it } from "vitest";
import { me } from "#access/contract.ts";
import { navItems } from "#web/nav.ts";

const words = { t: (key: string) => key };
const desks = me.shape.desk.options;

it.each(desks)("the desk %s leads to what was opened to the reader, once, and above his own page", (desk) => {
  const plain = navItems(words, { desk, readsByGlass: false }, undefined);
  const reading = navItems(words, { desk, readsByGlass: true }, undefined);
  expect(reading.filter(({ to }) => to === "/glass")).toHaveLength(1);
  expect(reading.filter(({ to }) => to !== "/glass")).toEqual(plain.filter(({ to }) => to !== "/glass"));
  expect(reading.at(-1)?.to).toBe("/me");
  // Without a tab of its own it stands below the reader's page, which gives it a way back on a phone.
  const [place] = reading.filter(({ to }) => to === "/glass");
  expect(place?.below ?? (desk === "audit" ? "/me" : undefined)).toBe("/me");
});
