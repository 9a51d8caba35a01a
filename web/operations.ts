import { contract as access } from "#access/contract.ts";
import { accountContract } from "#capabilities/administration/account-contract.ts";
import { calendarContract } from "#capabilities/administration/calendar-contract.ts";
import { moduleContract } from "#capabilities/administration/module-contract.ts";
import { reviewContract } from "#capabilities/administration/review-contract.ts";
import { ruleContract } from "#capabilities/administration/rule-contract.ts";
import { statusContract } from "#capabilities/administration/status-contract.ts";
import { unitContract } from "#capabilities/administration/unit-contract.ts";
import { factorContract } from "#access/factor-contract.ts";
import { identityContract } from "#access/identity-contract.ts";
import { passkeyContract } from "#access/passkey-contract.ts";
import { contract as audit } from "#capabilities/audit/contract.ts";
import { contract as exports } from "#capabilities/exports/contract.ts";
import { contract as hotline } from "#capabilities/hotline/contract.ts";
import { contract as duplicates } from "#capabilities/duplicates/contract.ts";
import { contract as returnVisits } from "#capabilities/return-visits/contract.ts";
import { contract as integrations } from "#capabilities/integrations/contract.ts";
import { webhookContract } from "#capabilities/integrations/webhook-contract.ts";
import { contract as installation } from "#capabilities/installation/contract.ts";
import { contract as policy } from "#capabilities/policy/contract.ts";
import { contract as projects } from "#capabilities/projects/contract.ts";
import { absenceContract, staffingContract } from "#capabilities/staffing/contract.ts";
import { handoverContract } from "#capabilities/staffing/handover-contract.ts";
import { contract as demo } from "#capabilities/demo/contract.ts";
import { contract as members } from "#capabilities/members/contract.ts";
import { contract as plan } from "#capabilities/plan/contract.ts";
import { contract as notices } from "#capabilities/notices/contract.ts";
import { contract as recovery } from "#capabilities/recovery/contract.ts";
import { contract as assessments } from "#capabilities/assessments/contract.ts";
import { contract as glass } from "#capabilities/glass/contract.ts";
import { contract as unmask } from "#capabilities/unmask/contract.ts";
import { contract as lookSamples } from "#capabilities/look-samples/contract.ts";
import { contract as openness } from "#capabilities/openness/contract.ts";
import { contract as retention } from "#capabilities/retention/contract.ts";
import { contract as rights } from "#capabilities/rights/contract.ts";
import { contract as search } from "#capabilities/search/contract.ts";
import { contract as imports } from "#capabilities/imports/contract.ts";
import { contract as views } from "#capabilities/views/contract.ts";
import { contract as directory } from "#directory/contract.ts";
import type { CallInputOf, OutputOf } from "#kernel/operation.ts";
import { contract as matters } from "#matters/contract.ts";
import { contract as metrics } from "#metrics/contract.ts";

/** Everything that the browser can ask of the server. */
export const operations = {
  ...access,
  ...factorContract,
  ...passkeyContract,
  ...identityContract,
  ...directory,
  ...matters,
  ...exports,
  ...metrics,
  ...members,
  ...plan,
  ...hotline,
  ...duplicates,
  ...returnVisits,
  ...policy,
  ...projects,
  ...recovery,
  ...retention,
  ...unmask,
  ...glass,
  ...assessments,
  ...rights,
  ...search,
  ...demo,
  ...installation,
  ...integrations,
  ...webhookContract,
  ...audit,
  ...lookSamples,
  ...openness,
  ...unitContract,
  ...ruleContract,
  ...calendarContract,
  ...moduleContract,
  ...statusContract,
  ...reviewContract,
  ...accountContract,
  ...notices,
  ...staffingContract,
  ...absenceContract,
  ...handoverContract,
  ...imports,
  ...views,
} as const;

export type OperationId = keyof typeof operations;
export type InputFor<Id extends OperationId> = CallInputOf<(typeof operations)[Id]>;
export type OutputFor<Id extends OperationId> = OutputOf<(typeof operations)[Id]>;
