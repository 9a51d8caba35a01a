import type { Town } from "#test/town.ts";
import { administrationRows } from "./matrix-administration.ts";
import { recoveryRows } from "./matrix-recovery.ts";
import { outsiders, row, type Row } from "./matrix.ts";

/** What the rows look up only when they are tried. */
interface Scene {
  readonly town: () => Town;
  /** A number of its own for each trial. */
  readonly trial: () => number;
  readonly invitation: () => number;
  readonly plan: () => number;
}

/** First access, a firm's people, and service plans. */
export function memberRows({ town, trial, invitation, plan }: Scene): readonly Row[] {
  const firm = () => town().firms.east;
  const theFirm = () => `enterprise:${firm()}`;
  const theInvitation = () => `invitation:${invitation()}`;
  const thePlan = () => `plan:${plan()}`;
  const theProject = () => `project:${town().projects.bridge}`;
  const account = (person: "security" | "legalRep") => () => `account:${town().people[person]}`;
  const seenOnly = { liaison: "forbidden", security: "forbidden" } as const;
  const members = { liaison: "ok", otherLiaison: "ok" } as const;
  const code = (id: string) =>
    row(
      id,
      "her firm",
      () => ({ id: firm(), role: "ENT_HR" }),
      "invalid",
      {},
      () => `access:${firm()}`,
    );
  return [
    ...administrationRows(town),
    ...recoveryRows(town, trial),
    row("session.switchFirm", "another firm", () => ({ enterpriseId: town().firms.run }), "forbidden", {
      liaison: "invalid",
      security: "invalid",
      otherLiaison: "ok",
    }),
    row("access.card", "her firm", () => ({ id: firm() }), "not-found", seenOnly, theFirm),
    row("access.issueCode", "her firm", () => ({ id: firm(), role: "ENT_LEGAL_REP" }), "not-found", seenOnly, theFirm),
    code("access.issueCode"),
    row("access.revokeCode", "her firm", () => ({ id: firm(), role: "ENT_LIAISON" }), "not-found", seenOnly, theFirm),
    // A firm for each trial: five failures at one would make it wait.
    row(
      "access.redeem",
      "a made-up code",
      () => ({ uscc: `FIRM-${trial()}`, code: "AAAA-BBBB-CCCC", account: { kind: "own", login: "x", password: "y" } }),
      "invalid",
      { ended: "invalid" },
    ),
    row("member.list", "her firm", () => ({}), "forbidden", { ...members, security: "ok" }),
    row("member.invite", "somebody", () => ({ role: "ENT_HR", dutyName: "某人事" }), "forbidden", members),
    row(
      "member.issueCode",
      "an invitation",
      () => ({ id: invitation() }),
      "not-found",
      { liaison: "forbidden" },
      theInvitation,
    ),
    row(
      "member.endInvitation",
      "an invitation",
      () => ({ id: invitation() }),
      "not-found",
      { liaison: "forbidden" },
      theInvitation,
    ),
    row(
      "member.changeRole",
      "a colleague",
      () => ({ accountId: town().people.security, role: "ENT_HR" }),
      "not-found",
      seenOnly,
      account("security"),
    ),
    row(
      "member.rename",
      "a colleague",
      () => ({ accountId: town().people.security, dutyName: "某安保" }),
      "not-found",
      { liaison: "forbidden", security: "ok" },
      account("security"),
    ),
    row(
      "member.endSessions",
      "of a colleague",
      () => ({ accountId: town().people.security }),
      "not-found",
      seenOnly,
      account("security"),
    ),
    row(
      "member.remove",
      "the legal representative",
      () => ({ accountId: town().people.legalRep }),
      "not-found",
      seenOnly,
      account("legalRep"),
    ),
    row("plan.list", "all", () => ({}), "ok", outsiders),
    row(
      "plan.get",
      "her project",
      () => ({ projectId: town().projects.bridge }),
      "not-found",
      { liaison: "ok", security: "ok" },
      theProject,
    ),
    row(
      "plan.draft",
      "her project",
      () => ({ projectId: town().projects.bridge, from: "last" }),
      "not-found",
      seenOnly,
      theProject,
    ),
    row("plan.propose", "hers", () => ({ id: plan(), revision: 1 }), "not-found", seenOnly, thePlan),
    row("plan.save", "hers", () => ({ id: plan(), revision: 1, content: emptyPlan }), "not-found", seenOnly, thePlan),
    row("plan.sign", "hers", () => ({ id: plan() }), "not-found", seenOnly, thePlan),
    row("plan.withdraw", "hers", () => ({ id: plan() }), "not-found", seenOnly, thePlan),
    row(
      "plan.answer",
      "hers",
      () => ({ id: plan(), answer: "COMMENT", text: "请把门卫的电话写上" }),
      "not-found",
      { liaison: "ok", security: "forbidden" },
      thePlan,
    ),
  ];
}

const emptyPlan = {
  concerns: [],
  services: [],
  contacts: [],
  visits: { onSitePerQuarter: 0, onlinePerMonth: 1, quiet: "" },
  emergency: [],
  note: "",
  validFrom: "2026-09-22",
  validUntil: "2027-09-21",
};
