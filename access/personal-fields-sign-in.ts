import { field, duty, inSession, plain, signIn } from "./personal-field.ts";

const digest = { ...signIn, kept: "digest" } as const;
/** Proofs are as secret as a password. */
const proof = field("signIn", duty, "L4", "account", "sealed");

/** Sessions, and with what people prove who they are. */
export const signInFields = {
  session: {
    columns: {
      id: plain,
      token_hash: { ...inSession, kept: "digest" },
      previous_hash: { ...inSession, kept: "digest" },
      account_id: inSession,
      enterprise_id: inSession,
      device: inSession,
      created_at: inSession,
      seen_at: inSession,
      expires_at: inSession,
      ended_at: inSession,
      end_reason: inSession,
      method: inSession,
      second_factor: inSession,
      proved_at: inSession,
      renewed_at: inSession,
    },
  },
  sign_in_failure: {
    columns: {
      id: plain,
      login: { ...signIn, retention: "day" },
      at: { ...signIn, retention: "day" },
      told_at: { ...signIn, retention: "day" },
    },
  },
  sign_in_challenge: {
    columns: {
      hash: { ...inSession, kept: "digest" },
      purpose: plain,
      account_id: inSession,
      content: { ...inSession, kept: "sealed" },
      expires_at: plain,
    },
  },
  account_recovery: {
    columns: {
      id: plain,
      account_id: signIn,
      given_by: signIn,
      given_at: signIn,
      expires_at: signIn,
      code_hash: digest,
      confirmed_by: signIn,
      confirmed_at: signIn,
      used_at: signIn,
      ended_at: signIn,
    },
  },
  account_link: {
    columns: {
      id: plain,
      account_id: signIn,
      provider: signIn,
      issuer: plain,
      subject_hash: digest,
      linked_at: signIn,
      used_at: signIn,
    },
  },
  password_history: { columns: { id: plain, account_id: signIn, hash: digest, set_at: signIn } },
  totp: {
    columns: { account_id: signIn, secret: proof, made_at: signIn, confirmed_at: signIn, last_step: signIn },
  },
  recovery_code: { columns: { account_id: signIn, hash: digest, made_at: signIn, used_at: signIn } },
  passkey: {
    columns: {
      id: plain,
      account_id: signIn,
      credential_id: signIn,
      public_key: signIn,
      counter: signIn,
      name: signIn,
      created_at: signIn,
      used_at: signIn,
    },
  },
} as const;
