import { contract as sessionContract } from "#access/contract.ts";
import {
  accountRules,
  calendarRules,
  moduleRules,
  reviewRules,
  ruleRules,
  statusRules,
  unitRules,
} from "#access/rules/administration.ts";
import { factorContract } from "#access/factor-contract.ts";
import { factorHandlers } from "#access/factor.commands.ts";
import { identityContract } from "#access/identity-contract.ts";
import { identityHandlers } from "#access/identity.commands.ts";
import { passkeyContract } from "#access/passkey-contract.ts";
import { passkeyHandlers } from "#access/passkey.commands.ts";
import { auditRules } from "#access/rules/audit.ts";
import { demoRules } from "#access/rules/demo.ts";
import { directoryRules } from "#access/rules/directory.ts";
import { exportRules } from "#access/rules/exports.ts";
import { installationRules } from "#access/rules/installation.ts";
import { lookSampleRules } from "#access/rules/look-samples.ts";
import { importRules } from "#access/rules/imports.ts";
import { integrationRules, webhookRules } from "#access/rules/integrations.ts";
import { filesRules, matterRules } from "#access/rules/matters.ts";
import { duplicateRules } from "#access/rules/duplicates.ts";
import { returnVisitRules } from "#access/rules/return-visits.ts";
import { hotlineRules } from "#access/rules/hotline.ts";
import { policyRules } from "#access/rules/policy.ts";
import { projectRules } from "#access/rules/projects.ts";
import { memberRules } from "#access/rules/members.ts";
import { planRules } from "#access/rules/plan.ts";
import { viewRules } from "#access/rules/views.ts";
import { noticeRules } from "#access/rules/notices.ts";
import { opennessRules } from "#access/rules/openness.ts";
import { metricRules } from "#access/rules/metrics.ts";
import { recoveryRules } from "#access/rules/recovery.ts";
import { assessmentRules } from "#access/rules/assessments.ts";
import { glassRules } from "#access/rules/glass.ts";
import { unmaskRules } from "#access/rules/unmask.ts";
import { retentionRules } from "#access/rules/retention.ts";
import { rightsRules } from "#access/rules/rights.ts";
import { searchRules } from "#access/rules/search.ts";
import { factorRules, identityRules, passkeyRules, sessionRules } from "#access/rules/session.ts";
import { absenceRules, handoverRules, staffingRules } from "#access/rules/staffing.ts";
import { sessionHandlers } from "#access/session.commands.ts";
import { accountContract } from "#capabilities/administration/account-contract.ts";
import { accountHandlers } from "#capabilities/administration/account.commands.ts";
import { grantHandlers } from "#capabilities/administration/grant.commands.ts";
import { calendarContract } from "#capabilities/administration/calendar-contract.ts";
import { calendarHandlers } from "#capabilities/administration/calendar.commands.ts";
import { moduleContract } from "#capabilities/administration/module-contract.ts";
import { moduleHandlers } from "#capabilities/administration/module.commands.ts";
import { reviewContract } from "#capabilities/administration/review-contract.ts";
import { reviewHandlers } from "#capabilities/administration/review.commands.ts";
import { ruleContract } from "#capabilities/administration/rule-contract.ts";
import { ruleHandlers } from "#capabilities/administration/rule.commands.ts";
import { statusContract } from "#capabilities/administration/status-contract.ts";
import { unitContract } from "#capabilities/administration/unit-contract.ts";
import { unitHandlers } from "#capabilities/administration/unit.commands.ts";
import { contract as auditContract } from "#capabilities/audit/contract.ts";
import { auditHandlers } from "#capabilities/audit/queries.ts";
import { demoHandlers } from "#capabilities/demo/commands.ts";
import { hotlineCommands } from "#capabilities/hotline/commands.ts";
import { contract as hotlineContract } from "#capabilities/hotline/contract.ts";
import { hotlineQueries } from "#capabilities/hotline/queries.ts";
import { ticketImport } from "#capabilities/hotline/ticket-list.commands.ts";
import { duplicateCommands } from "#capabilities/duplicates/commands.ts";
import { contract as duplicateContract } from "#capabilities/duplicates/contract.ts";
import { duplicateQueries } from "#capabilities/duplicates/queries.ts";
import { contract as returnVisitContract } from "#capabilities/return-visits/contract.ts";
import { returnVisitHandlers } from "#capabilities/return-visits/queries.ts";
import { visitRuleHandlers } from "#capabilities/return-visits/rules.commands.ts";
import { policyCommands } from "#capabilities/policy/commands.ts";
import { contract as policyContract } from "#capabilities/policy/contract.ts";
import { policyQueries } from "#capabilities/policy/queries.ts";
import { projectCommands } from "#capabilities/projects/commands.ts";
import { contract as projectsContract } from "#capabilities/projects/contract.ts";
import { projectQueries } from "#capabilities/projects/queries.ts";
import { contract as demoContract } from "#capabilities/demo/contract.ts";
import { accessHandlers } from "#capabilities/members/access.commands.ts";
import { installationHandlers } from "#capabilities/installation/commands.ts";
import { contract as installationContract } from "#capabilities/installation/contract.ts";
import { contract as integrationContract } from "#capabilities/integrations/contract.ts";
import { webhookContract } from "#capabilities/integrations/webhook-contract.ts";
import { type Reachable, webhookHandlers } from "#capabilities/integrations/webhooks.commands.ts";
import { serviceHandlers } from "#capabilities/integrations/services.commands.ts";
import { contract as exportContract } from "#capabilities/exports/contract.ts";
import { exportHandlers } from "#capabilities/exports/queries.ts";
import { procedureTexts } from "#capabilities/procedure-texts.ts";
import { contract as memberContract } from "#capabilities/members/contract.ts";
import { memberHandlers } from "#capabilities/members/member.commands.ts";
import { planHandlers } from "#capabilities/plan/commands.ts";
import { contract as planContract } from "#capabilities/plan/contract.ts";
import { noticeCommands } from "#capabilities/notices/commands.ts";
import { contract as noticeContract } from "#capabilities/notices/contract.ts";
import { noticeQueries } from "#capabilities/notices/queries.ts";
import { settingsCommands } from "#capabilities/notices/settings.commands.ts";
import { duplicateRule } from "#capabilities/duplicates/pair.queries.ts";
import { sampleRule } from "#capabilities/look-samples/draw.ts";
import { unusualRules } from "#capabilities/audit/unusual.ts";
import { contract as opennessContract } from "#capabilities/openness/contract.ts";
import { opennessHandlers } from "#capabilities/openness/queries.ts";
import { recoveryHandlers } from "#capabilities/recovery/commands.ts";
import { contract as recoveryContract } from "#capabilities/recovery/contract.ts";
import { assessmentHandlers } from "#capabilities/assessments/commands.ts";
import { contract as assessmentContract } from "#capabilities/assessments/contract.ts";
import { modulesBeside } from "#capabilities/assessments/modules.ts";
import { glassHandlers } from "#capabilities/glass/commands.ts";
import { contract as glassContract } from "#capabilities/glass/contract.ts";
import { contract as unmaskContract } from "#capabilities/unmask/contract.ts";
import { unmaskHandlers } from "#capabilities/unmask/commands.ts";
import { lookSampleCommands } from "#capabilities/look-samples/commands.ts";
import { contract as lookSampleContract } from "#capabilities/look-samples/contract.ts";
import { lookSampleQueries } from "#capabilities/look-samples/queries.ts";
import { contract as retentionContract } from "#capabilities/retention/contract.ts";
import { retentionHandlers } from "#capabilities/retention/holds.commands.ts";
import { rightsCommands } from "#capabilities/rights/commands.ts";
import { contract as rightsContract } from "#capabilities/rights/contract.ts";
import { rightsQueries } from "#capabilities/rights/queries.ts";
import { metrics } from "#capabilities/metrics.ts";
import { absenceHandlers } from "#capabilities/staffing/absences.commands.ts";
import { assignmentCommands } from "#capabilities/staffing/assignments.commands.ts";
import { assignmentQueries } from "#capabilities/staffing/assignments.queries.ts";
import { absenceContract, staffingContract } from "#capabilities/staffing/contract.ts";
import { delegationHandlers } from "#capabilities/staffing/delegations.commands.ts";
import { handoverContract } from "#capabilities/staffing/handover-contract.ts";
import { handoverCommands } from "#capabilities/staffing/handovers.commands.ts";
import { handoverQueries } from "#capabilities/staffing/handovers.queries.ts";
import { leaverHandlers } from "#capabilities/staffing/leavers.commands.ts";
import { overviewQueries } from "#capabilities/staffing/overview.queries.ts";
import { importCommands } from "#capabilities/imports/commands.ts";
import { contract as importContract } from "#capabilities/imports/contract.ts";
import { officerImport } from "#capabilities/imports/officer-list.commands.ts";
import { projectImport } from "#capabilities/imports/project-list.commands.ts";
import { importQueries } from "#capabilities/imports/queries.ts";
import { contract as directoryContract } from "#directory/contract.ts";
import { viewCommands } from "#capabilities/views/commands.ts";
import { contract as viewContract } from "#capabilities/views/contract.ts";
import { viewQueries } from "#capabilities/views/queries.ts";
import { contract as searchContract } from "#capabilities/search/contract.ts";
import { searchHandlers } from "#capabilities/search/queries.ts";
import type { Handler, Handlers, Rule } from "#directory/handler.ts";
import { directoryHandlers } from "#directory/queries.ts";
import type { Contract, Operation } from "#kernel/operation.ts";
import type { Procedure } from "#kernel/procedure.ts";
import { matterCommands } from "#matters/commands.ts";
import { contract as matterContract } from "#matters/contract.ts";
import { fileHandlers } from "#matters/files.queries.ts";
import { matterQueries } from "#matters/queries.ts";
import { contract as metricContract } from "#metrics/contract.ts";
import { metricHandlers } from "#metrics/queries.ts";
import type { ImportKind } from "#sheets/import.ts";
import { statusHandlers, type StatusSources } from "./status.ts";

/** An operation with its rule and its work. */
export interface Service {
  readonly operation: Operation;
  readonly rule: Rule<unknown>;
  readonly handler: Handler<Operation, unknown>;
}

/** Every kind of list that comes as a workbook by its id, whichever capability declares it. */
export const importKinds = new Map(
  [projectImport, officerImport, ticketImport].map((kind): [string, ImportKind] => [kind.id, kind]),
);

/**
 * Every operation of the platform, by id. That none lacks its rule or its handler is checked by the types here;
 * nothing else registers operations.
 */
export function createRegistry(
  procedures: readonly Procedure[],
  sources: StatusSources & { readonly destinations: Reachable },
): ReadonlyMap<string, Service> {
  const byId = new Map(procedures.map((procedure) => [procedure.id, procedure]));
  return new Map([
    ...bind(sessionContract, sessionRules, sessionHandlers),
    ...bind(factorContract, factorRules, factorHandlers),
    ...bind(passkeyContract, passkeyRules, passkeyHandlers),
    ...bind(identityContract, identityRules, identityHandlers),
    ...bind(directoryContract, directoryRules, directoryHandlers),
    ...bind(
      matterContract,
      { ...matterRules, ...filesRules },
      { ...matterCommands(byId), ...matterQueries(byId), ...fileHandlers(byId) },
    ),
    ...bind(projectsContract, projectRules, { ...projectCommands, ...projectQueries }),
    ...bind(exportContract, exportRules, exportHandlers(byId, procedureTexts, metrics)),
    ...bind(memberContract, memberRules, { ...accessHandlers, ...memberHandlers }),
    ...bind(planContract, planRules, planHandlers),
    ...bind(metricContract, metricRules, metricHandlers(metrics)),
    ...bind(hotlineContract, hotlineRules, { ...hotlineCommands, ...hotlineQueries }),
    ...bind(duplicateContract, duplicateRules, { ...duplicateCommands(byId), ...duplicateQueries(byId) }),
    ...bind(returnVisitContract, returnVisitRules, { ...returnVisitHandlers, ...visitRuleHandlers }),
    ...bind(policyContract, policyRules, { ...policyCommands, ...policyQueries }),
    ...bind(recoveryContract, recoveryRules, recoveryHandlers),
    ...bind(assessmentContract, assessmentRules, assessmentHandlers([...byId.keys(), ...modulesBeside])),
    ...bind(
      opennessContract,
      opennessRules,
      opennessHandlers({
        procedures,
        modulesBeside,
        lookSamples: sampleRule,
        duplicates: duplicateRule,
        unusualLooks: unusualRules,
      }),
    ),
    ...bind(glassContract, glassRules, glassHandlers),
    ...bind(unmaskContract, unmaskRules, unmaskHandlers(byId)),
    ...bind(retentionContract, retentionRules, retentionHandlers),
    ...bind(rightsContract, rightsRules, { ...rightsCommands, ...rightsQueries }),
    ...bind(searchContract, searchRules, searchHandlers(byId)),
    ...bind(demoContract, demoRules, demoHandlers),
    ...bind(installationContract, installationRules, installationHandlers),
    ...bind(
      integrationContract,
      integrationRules,
      serviceHandlers(() => operations),
    ),
    ...bind(webhookContract, webhookRules, webhookHandlers(sources.destinations)),
    ...bind(auditContract, auditRules, auditHandlers),
    ...bind(lookSampleContract, lookSampleRules, { ...lookSampleCommands, ...lookSampleQueries }),
    ...bind(unitContract, unitRules, unitHandlers),
    ...bind(ruleContract, ruleRules, ruleHandlers(byId)),
    ...bind(calendarContract, calendarRules, calendarHandlers),
    ...bind(reviewContract, reviewRules, reviewHandlers),
    ...bind(statusContract, statusRules, statusHandlers(sources)),
    ...bind(moduleContract, moduleRules, moduleHandlers(byId)),
    ...bind(accountContract, accountRules, { ...accountHandlers, ...grantHandlers }),
    ...bind(staffingContract, staffingRules, { ...assignmentCommands, ...assignmentQueries, ...overviewQueries }),
    ...bind(absenceContract, absenceRules, { ...absenceHandlers, ...delegationHandlers }),
    ...bind(handoverContract, handoverRules, { ...handoverCommands, ...handoverQueries, ...leaverHandlers }),
    ...bind(noticeContract, noticeRules, { ...noticeQueries, ...noticeCommands, ...settingsCommands }),
    ...bind(viewContract, viewRules, { ...viewCommands, ...viewQueries(byId) }),
    ...bind(importContract, importRules, { ...importCommands(importKinds), ...importQueries(importKinds) }),
  ]);
}

/** All operations without their work, for the description that third parties read. */
export const operations: readonly Operation[] = [
  sessionContract,
  factorContract,
  passkeyContract,
  identityContract,
  directoryContract,
  matterContract,
  exportContract,
  projectsContract,
  memberContract,
  planContract,
  metricContract,
  hotlineContract,
  duplicateContract,
  returnVisitContract,
  policyContract,
  recoveryContract,
  retentionContract,
  unmaskContract,
  glassContract,
  opennessContract,
  assessmentContract,
  rightsContract,
  searchContract,
  demoContract,
  installationContract,
  integrationContract,
  webhookContract,
  auditContract,
  lookSampleContract,
  unitContract,
  ruleContract,
  calendarContract,
  moduleContract,
  statusContract,
  reviewContract,
  accountContract,
  noticeContract,
  staffingContract,
  absenceContract,
  handoverContract,
  importContract,
  viewContract,
].flatMap((contract) => Object.values<Operation>(contract));

function bind<C extends Contract, R extends { readonly [K in keyof C]: Rule<never> }>(
  contract: C,
  rules: R,
  handlers: Handlers<C, R>,
): [string, Service][] {
  return Object.keys(contract).map((id) => [
    id,
    // The three agree for each key by the signature above; outside it the pipeline treats all alike.
    { operation: contract[id], rule: rules[id], handler: handlers[id] } as unknown as Service,
  ]);
}
