import type appeal from "#capabilities/appeal/messages.zh-CN.json";
import type conduct from "#capabilities/conduct/messages.zh-CN.json";
import type statement from "#capabilities/statement/messages.zh-CN.json";
import type consultation from "#capabilities/consultation/messages.zh-CN.json";
import type rights from "#capabilities/rights/messages.zh-CN.json";
import type hotline from "#capabilities/hotline/messages.zh-CN.json";
import type returnVisit from "#capabilities/return-visits/messages.zh-CN.json";
import type returns from "#web/returns/messages.zh-CN.json";
import type inquiry from "#capabilities/inquiry/messages.zh-CN.json";
import type stageItem from "#capabilities/projects/messages.zh-CN.json";
import type notices from "#capabilities/notices/messages.zh-CN.json";
import type fields from "#kernel/fields/messages.zh-CN.json";
import type kernel from "#kernel/messages.zh-CN.json";
import type matters from "#matters/messages.zh-CN.json";
import type metrics from "#metrics/messages.zh-CN.json";
import type month from "#web/month/messages.zh-CN.json";
import type imports from "#capabilities/imports/messages.zh-CN.json";
import type importPages from "#web/imports/messages.zh-CN.json";
import type sheets from "#sheets/messages.zh-CN.json";
import type installation from "#web/installation/messages.zh-CN.json";
import type complaint from "#web/conduct/messages.zh-CN.json";
import type hotlineDesk from "#web/hotline/messages.zh-CN.json";
import type administration from "#web/administration/messages.zh-CN.json";
import type integrations from "#web/integrations/messages.zh-CN.json";
import type home from "#web/home/messages.zh-CN.json";
import type projects from "#web/projects/messages.zh-CN.json";
import type members from "#web/members/messages.zh-CN.json";
import type dataProtection from "#web/data-protection/messages.zh-CN.json";
import type lookSamples from "#web/look-samples/messages.zh-CN.json";
import type openness from "#web/openness/messages.zh-CN.json";
import type myData from "#web/my-data/messages.zh-CN.json";
import type plan from "#web/plan/messages.zh-CN.json";
import type shell from "#web/i18n/messages.zh-CN.json";
import type policy from "#web/policy/messages.zh-CN.json";
import type secure from "#web/sign-in/messages.zh-CN.json";
import type staffing from "#web/staffing/messages.zh-CN.json";
import type duplicates from "#web/duplicates/messages.zh-CN.json";
import type views from "#web/views/messages.zh-CN.json";
import type search from "#web/search/messages.zh-CN.json";

type Shell = keyof typeof shell;
type Kernel = keyof typeof kernel;
type Fields = keyof typeof fields;
type Matters = keyof typeof matters;
type Metrics = keyof typeof metrics | keyof typeof month;
type Administration = keyof typeof administration | keyof typeof integrations;
type Home = keyof typeof home;
type Projects = keyof typeof projects;
type Notices = `notice.${keyof typeof notices}`;
type Search = keyof typeof search | keyof typeof duplicates;
type Views = keyof typeof views;
type Sheets = keyof typeof sheets | keyof typeof importPages;
type Imports = `imports.${keyof typeof imports}`;
type Policy = keyof typeof policy;
type Secure = keyof typeof secure;
type Staffing = keyof typeof staffing;
type Members = keyof typeof members;
type Plan = keyof typeof plan | keyof typeof myData | keyof typeof dataProtection;
type LookSamples = keyof typeof lookSamples | keyof typeof openness;
type Installation = keyof typeof installation;
type Complaint = keyof typeof complaint;
type Conduct =
  | `conduct.${keyof typeof conduct}`
  | `statement.${keyof typeof statement}`
  | `rightsRequest.${keyof typeof rights}`;
type Consultation = `consultation.${keyof typeof consultation}`;
type StageItem = `stageItem.${keyof typeof stageItem}`;
type Hotline = `hotline.${keyof typeof hotline}` | keyof typeof hotlineDesk;
type ReturnVisit = `returnVisit.${keyof typeof returnVisit}` | keyof typeof returns;
type Inquiry = `inquiry.${keyof typeof inquiry}`;
type Appeal = `appeal.${keyof typeof appeal}`;

/** Every key that a text exists for. i18next adds the plural endings itself. */
export type StoredKey =
  | Shell
  | Kernel
  | Fields
  | Matters
  | Metrics
  | Home
  | Administration
  | Projects
  | Policy
  | Secure
  | Search
  | Views
  | Sheets
  | Imports
  | Staffing
  | Members
  | Installation
  | Plan
  | LookSamples
  | Complaint
  | Conduct
  | Consultation
  | Appeal
  | Hotline
  | ReturnVisit
  | Inquiry
  | StageItem
  | Notices;
type Plural<Key> = Key extends `${infer Stem}_other` ? Stem : never;
export type TextKey = StoredKey | Plural<StoredKey>;

/** All texts of one language. A language with other keys than Chinese does not compile. */
export type Texts = Readonly<Record<StoredKey, string>>;

type Prefixed<Name extends string, Part> = { readonly [Key in keyof Part & string as `${Name}.${Key}`]: Part[Key] };

/** A capability's texts below its own name, so that two capabilities may both speak of `state.CLOSED`. */
export function below<Name extends string, Part extends Readonly<Record<string, string>>>(
  name: Name,
  part: Part,
): Prefixed<Name, Part> {
  return Object.fromEntries(Object.entries(part).map(([key, text]) => [`${name}.${key}`, text])) as Prefixed<
    Name,
    Part
  >;
}
