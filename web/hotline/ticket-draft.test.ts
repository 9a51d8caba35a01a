import { describe, expect, it } from "vitest";
import { contract } from "#capabilities/hotline/contract.ts";
import { fieldOf, missing, newTicket, reviveTicket, ticketInput } from "./ticket-draft.ts";

const draft = {
  ...newTicket("2026-09-21", "08:30"),
  number: "DY-1",
  unitId: "7",
  title: "夜间噪声",
  text: "工地夜间施工。",
  subject: "噪声",
};
const { input } = contract["ticket.receive"];

describe("a ticket that is typed", () => {
  it("becomes what the interface takes: times of Shanghai, a deadline without a time at the end of its day", () => {
    const sent = ticketInput({ ...draft, dueDay: "2026-09-23" }, undefined);
    expect(input.parse(sent)).toMatchObject({
      unitId: 7,
      projectId: null,
      receivedAt: "2026-09-21T00:30:00.000Z",
      dueAt: "2026-09-23T15:59:00.000Z",
    });
    expect(sent).not.toHaveProperty("caller");
    expect(sent).not.toHaveProperty("place");
  });

  it("goes to the station of its project, with the caller when he can be called", () => {
    const sent = ticketInput({ ...draft, unitId: "", projectId: "3", callerPhone: "0546-8012345" }, 11);
    expect(input.parse(sent)).toMatchObject({ unitId: 11, projectId: 3, caller: { confidential: false } });
  });

  it("says what is missing, and of a caller or a time only when they are half told", () => {
    expect([...missing(newTicket("2026-09-21", "08:30")).keys()]).toEqual([
      "number",
      "title",
      "text",
      "subject",
      "unitId",
    ]);
    expect([...missing(draft).keys()]).toEqual([]);
    expect([...missing({ ...draft, callerName: "周某", dueTime: "10:00" }).keys()]).toEqual(["callerPhone", "dueDay"]);
  });

  it("knows the field of each complaint, and forgets a draft of another shape", () => {
    expect(["number", "dueAt", "caller.phone", "agreedFirmId"].map(fieldOf)).toEqual([
      "number",
      "dueDay",
      "callerPhone",
      undefined,
    ]);
    expect(reviveTicket(draft)).toEqual(draft);
    expect(reviveTicket({ ...draft, more: 1 })).toBeUndefined();
  });
});
