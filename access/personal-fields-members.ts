import { asked, field, known, plain, relation, signIn } from "./personal-field.ts";

/** Agreed words of both sides about a project, with duty names and duty telephones. */
const agreed = field("service", asked, "L2", "relation");

/** First access, invitations, service plans. */
export const memberFields = {
  access_code: {
    columns: {
      id: plain,
      enterprise_id: relation,
      kind: plain,
      role: relation,
      duty_name: known,
      proposed_by: relation,
      proposed_at: relation,
      issued_by: relation,
      issued_at: relation,
      expires_at: plain,
      // The code itself is only on the paper.
      code_hash: { ...signIn, kept: "digest" },
      redeemed_by: relation,
      redeemed_at: relation,
      ended_at: relation,
    },
  },
  service_plan: {
    columns: {
      id: plain,
      project_id: plain,
      no: plain,
      state: plain,
      content: agreed,
      revision: plain,
      stage: plain,
      sector: plain,
      drafted_by: agreed,
      drafted_at: plain,
      proposed_at: plain,
      signed_by: agreed,
      signed_at: plain,
    },
  },
  service_plan_word: {
    columns: {
      id: plain,
      plan_id: plain,
      at: agreed,
      kind: agreed,
      enterprise_id: agreed,
      account_id: agreed,
      duty_name: agreed,
      text: agreed,
    },
  },
} as const;
