import appeal from "#capabilities/appeal/messages.en.json" with { type: "json" };
import conduct from "#capabilities/conduct/messages.en.json" with { type: "json" };
import statement from "#capabilities/statement/messages.en.json" with { type: "json" };
import consultation from "#capabilities/consultation/messages.en.json" with { type: "json" };
import rights from "#capabilities/rights/messages.en.json" with { type: "json" };
import hotline from "#capabilities/hotline/messages.en.json" with { type: "json" };
import returnVisit from "#capabilities/return-visits/messages.en.json" with { type: "json" };
import returns from "#web/returns/messages.en.json" with { type: "json" };
import inquiry from "#capabilities/inquiry/messages.en.json" with { type: "json" };
import stageItem from "#capabilities/projects/messages.en.json" with { type: "json" };
import notices from "#capabilities/notices/messages.en.json" with { type: "json" };
import fields from "#kernel/fields/messages.en.json" with { type: "json" };
import kernel from "#kernel/messages.en.json" with { type: "json" };
import matters from "#matters/messages.en.json" with { type: "json" };
import metrics from "#metrics/messages.en.json" with { type: "json" };
import month from "#web/month/messages.en.json" with { type: "json" };
import imports from "#capabilities/imports/messages.en.json" with { type: "json" };
import importPages from "#web/imports/messages.en.json" with { type: "json" };
import sheets from "#sheets/messages.en.json" with { type: "json" };
import installation from "#web/installation/messages.en.json" with { type: "json" };
import complaint from "#web/conduct/messages.en.json" with { type: "json" };
import hotlineDesk from "#web/hotline/messages.en.json" with { type: "json" };
import administration from "#web/administration/messages.en.json" with { type: "json" };
import integrations from "#web/integrations/messages.en.json" with { type: "json" };
import home from "#web/home/messages.en.json" with { type: "json" };
import projects from "#web/projects/messages.en.json" with { type: "json" };
import members from "#web/members/messages.en.json" with { type: "json" };
import dataProtection from "#web/data-protection/messages.en.json" with { type: "json" };
import lookSamples from "#web/look-samples/messages.en.json" with { type: "json" };
import openness from "#web/openness/messages.en.json" with { type: "json" };
import myData from "#web/my-data/messages.en.json" with { type: "json" };
import plan from "#web/plan/messages.en.json" with { type: "json" };
import shell from "#web/i18n/messages.en.json" with { type: "json" };
import policy from "#web/policy/messages.en.json" with { type: "json" };
import duplicates from "#web/duplicates/messages.en.json" with { type: "json" };
import secure from "#web/sign-in/messages.en.json" with { type: "json" };
import search from "#web/search/messages.en.json" with { type: "json" };
import views from "#web/views/messages.en.json" with { type: "json" };
import staffing from "#web/staffing/messages.en.json" with { type: "json" };
import { below, type Texts } from "#web/i18n/texts.ts";

export const texts: Texts = {
  ...shell,
  ...kernel,
  ...fields,
  ...matters,
  ...metrics,
  ...month,
  ...home,
  ...administration,
  ...integrations,
  ...policy,
  ...secure,
  ...search,
  ...duplicates,
  ...projects,
  ...staffing,
  ...members,
  ...dataProtection,
  ...lookSamples,
  ...openness,
  ...myData,
  ...installation,
  ...plan,
  ...complaint,
  ...views,
  ...below("consultation", consultation),
  ...below("conduct", conduct),
  ...below("statement", statement),
  ...below("stageItem", stageItem),
  ...below("notice", notices),
  ...below("appeal", appeal),
  ...below("hotline", hotline),
  ...hotlineDesk,
  ...below("returnVisit", returnVisit),
  ...returns,
  ...below("inquiry", inquiry),
  ...below("rightsRequest", rights),
  ...sheets,
  ...importPages,
  ...below("imports", imports),
};
