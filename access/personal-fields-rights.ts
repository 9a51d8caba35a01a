import { field, asked, plain, type PersonalFields } from "./personal-field.ts";

const chosen = field("rights", asked, "L2", "account");

/** What people have said about their own data; part of the register in `personal-fields.ts`. */
export const rightsFields = {
  consent: {
    columns: { id: plain, account_id: chosen, purpose: chosen, notice_version: plain, given: chosen, at: chosen },
  },
  privacy_notice_shown: { columns: { account_id: chosen, version: plain, at: chosen } },
} as const satisfies Partial<PersonalFields>;
