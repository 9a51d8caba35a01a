// Made by `npm run generate` from the migrations; not edited by hand.
import type { ColumnType, Generated, GeneratedAlways, Selectable } from "kysely";

/** A moment: read as Date, written as Date or ISO text. */
type Moment = ColumnType<Date, Date | string, Date | string>;
type GeneratedMoment = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** All tables and views, for Kysely. */
export interface DB {
  absence: AbsenceTable;
  access_code: AccessCodeTable;
  access_grant: AccessGrantTable;
  account: AccountTable;
  account_link: AccountLinkTable;
  account_recovery: AccountRecoveryTable;
  admin_link: AdminLinkTable;
  answer_template: AnswerTemplateTable;
  assessment: AssessmentTable;
  assignment: AssignmentTable;
  assignment_proposal: AssignmentProposalTable;
  audit: AuditTable;
  audit_batch: AuditBatchTable;
  audit_open: AuditOpenTable;
  calendar_change: CalendarChangeTable;
  calendar_year: CalendarYearTable;
  consent: ConsentTable;
  delegation: DelegationTable;
  disclosure: DisclosureTable;
  due: DueTable;
  effect_consumer: EffectConsumerTable;
  effect_pending: EffectPendingTable;
  enterprise: EnterpriseTable;
  entry: EntryTable;
  erasure_run: ErasureRunTable;
  file: FileTable;
  glass: GlassTable;
  grant_proposal: GrantProposalTable;
  handover: HandoverTable;
  handover_item: HandoverItemTable;
  handover_matter: HandoverMatterTable;
  hotline_export: HotlineExportTable;
  hotline_export_reply: HotlineExportReplyTable;
  hotline_ticket: HotlineTicketTable;
  idempotency: IdempotencyTable;
  import_batch: ImportBatchTable;
  import_row: ImportRowTable;
  import_work: ImportWorkTable;
  import_write: ImportWriteTable;
  legal_hold: LegalHoldTable;
  limit_rule: LimitRuleTable;
  look_draw: LookDrawTable;
  look_sample: LookSampleTable;
  matter: MatterTable;
  matter_audience: MatterAudienceTable;
  matter_duplicate: MatterDuplicateTable;
  matter_guest: MatterGuestTable;
  matter_link: MatterLinkTable;
  matter_party: MatterPartyTable;
  matter_search: MatterSearchTable;
  metric_snapshot: MetricSnapshotTable;
  module_off: ModuleOffTable;
  notice: NoticeTable;
  notice_address: NoticeAddressTable;
  notice_delivery: NoticeDeliveryTable;
  notice_message: NoticeMessageTable;
  notice_setting: NoticeSettingTable;
  number_series: NumberSeriesTable;
  open_figure: OpenFigureTable;
  operation_run: OperationRunTable;
  outbox: OutboxTable;
  passkey: PasskeyTable;
  password_history: PasswordHistoryTable;
  platform: PlatformTable;
  policy_citation: PolicyCitationTable;
  policy_item: PolicyItemTable;
  policy_item_version: PolicyItemVersionTable;
  policy_set: PolicySetTable;
  principal: PrincipalTable;
  privacy_notice_shown: PrivacyNoticeShownTable;
  procedure_version: ProcedureVersionTable;
  project: ProjectTable;
  project_change: ProjectChangeTable;
  project_contact: ProjectContactTable;
  project_enterprise: ProjectEnterpriseTable;
  project_evidence: ProjectEvidenceTable;
  project_stage: ProjectStageTable;
  project_stage_item: ProjectStageItemTable;
  quiet_day: QuietDayTable;
  rating: RatingTable;
  recovery_code: RecoveryCodeTable;
  retention_rule: RetentionRuleTable;
  return_visit_draw: ReturnVisitDrawTable;
  return_visit_rule: ReturnVisitRuleTable;
  rights_review: RightsReviewTable;
  role: RoleTable;
  rule_setting: RuleSettingTable;
  saved_view: SavedViewTable;
  service_account: ServiceAccountTable;
  service_key: ServiceKeyTable;
  service_plan: ServicePlanTable;
  service_plan_word: ServicePlanWordTable;
  session: SessionTable;
  sign_in_challenge: SignInChallengeTable;
  sign_in_failure: SignInFailureTable;
  staff_code: StaffCodeTable;
  staffing_told: StaffingToldTable;
  stage_item: StageItemTable;
  task: TaskTable;
  tombstone: TombstoneTable;
  topic: TopicTable;
  totp: TotpTable;
  turn: TurnTable;
  unit: UnitTable;
  unit_move: UnitMoveTable;
  webhook_attempt: WebhookAttemptTable;
  webhook_delivery: WebhookDeliveryTable;
  webhook_endpoint: WebhookEndpointTable;
  work_calendar: WorkCalendarTable;
}

export interface AbsenceTable {
  id: GeneratedAlways<number>;
  account_id: number;
  from_at: Moment;
  to_at: Moment;
  recorded_at: NullableMoment;
  recorded_by: number | null;
}
export type AbsenceRow = Selectable<AbsenceTable>;

export interface AccessCodeTable {
  id: GeneratedAlways<number>;
  enterprise_id: number;
  kind: string;
  role: string;
  duty_name: string | null;
  proposed_by: number;
  proposed_at: Moment;
  issued_by: number | null;
  issued_at: NullableMoment;
  expires_at: NullableMoment;
  code_hash: Buffer | null;
  redeemed_by: number | null;
  redeemed_at: NullableMoment;
  ended_at: NullableMoment;
}
export type AccessCodeRow = Selectable<AccessCodeTable>;

export interface AccessGrantTable {
  id: GeneratedAlways<number>;
  account_id: number;
  role: string;
  unit_id: number | null;
  enterprise_id: number | null;
  valid_from: Moment;
  valid_to: NullableMoment;
  ended_by: number | null;
  end_reason: string | null;
}
export type AccessGrantRow = Selectable<AccessGrantTable>;

export interface AccountTable {
  id: GeneratedAlways<number>;
  kind: "staff" | "member" | "service";
  login: string;
  duty_name: string;
  police_number: string | null;
  unit_id: number | null;
  duty_phone: string | null;
  password_hash: string | null;
  locale: Generated<string>;
  created_at: Moment;
  closed_at: NullableMoment;
  password_at: NullableMoment;
  password_temporary: Generated<boolean>;
  sealed_phone: Buffer | null;
  version: Generated<number>;
}
export type AccountRow = Selectable<AccountTable>;

export interface AccountLinkTable {
  id: GeneratedAlways<number>;
  account_id: number;
  provider: string;
  issuer: string;
  subject_hash: Buffer;
  linked_at: Moment;
  used_at: NullableMoment;
}
export type AccountLinkRow = Selectable<AccountLinkTable>;

export interface AccountRecoveryTable {
  id: GeneratedAlways<number>;
  account_id: number;
  given_by: number;
  given_at: Moment;
  expires_at: Moment;
  code_hash: Buffer;
  confirmed_by: number | null;
  confirmed_at: NullableMoment;
  used_at: NullableMoment;
  ended_at: NullableMoment;
}
export type AccountRecoveryRow = Selectable<AccountRecoveryTable>;

export interface AdminLinkTable {
  id: GeneratedAlways<number>;
  role: "SYS_ADMIN" | "SEC_ADMIN" | "AUDIT_ADMIN";
  code_hash: Buffer;
  created_at: Moment;
  expires_at: Moment;
  used_at: NullableMoment;
  used_by: number | null;
  ended_at: NullableMoment;
}
export type AdminLinkRow = Selectable<AdminLinkTable>;

export interface AnswerTemplateTable {
  id: GeneratedAlways<number>;
  topic: string | null;
  title: string;
  text: string;
  source: string;
  valid_to: string;
  version: number;
  owner_id: number;
  changed_at: Moment;
  closed_at: NullableMoment;
}
export type AnswerTemplateRow = Selectable<AnswerTemplateTable>;

export interface AssessmentTable {
  id: GeneratedAlways<number>;
  module: string;
  purpose: string;
  fields: string;
  law: string;
  dangers: string;
  measures: string;
  assessed_on: string;
  valid_until: string;
  assessed_by: number | null;
}
export type AssessmentRow = Selectable<AssessmentTable>;

export interface AssignmentTable {
  id: GeneratedAlways<number>;
  project_id: number;
  account_id: number;
  kind: "A" | "B" | "SPONSOR" | "SPECIALIST";
  valid_from: Moment;
  valid_to: NullableMoment;
  order_no: string | null;
  reason: string | null;
  end_reason: string | null;
  tier: string | null;
}
export type AssignmentRow = Selectable<AssignmentTable>;

export interface AssignmentProposalTable {
  id: GeneratedAlways<number>;
  project_id: number;
  account_id: number;
  kind: "A" | "B" | "SPONSOR" | "SPECIALIST";
  from_day: string;
  reason: string;
  state: "PROPOSED" | "APPROVED" | "WITHDRAWN";
  proposed_by: number;
  proposed_at: Moment;
  decided_by: number | null;
  decided_at: NullableMoment;
}
export type AssignmentProposalRow = Selectable<AssignmentProposalTable>;

export interface AuditTable {
  id: GeneratedAlways<number>;
  uid: string;
  at: Moment;
  account_id: number | null;
  enterprise_id: number | null;
  unit_id: number | null;
  device: string | null;
  operation: string;
  purpose: string;
  object: string;
  count: number | null;
  status: number;
  detail: unknown;
  key_id: string;
  hmac: Buffer;
}
export type AuditRow = Selectable<AuditTable>;

export interface AuditBatchTable {
  no: number;
  rows: string;
  row_count: number;
  first_at: Moment;
  last_at: Moment;
  digest: Buffer;
  key_id: string;
  head: Buffer;
  sealed_at: Moment;
  retired_at: NullableMoment;
}
export type AuditBatchRow = Selectable<AuditBatchTable>;

export interface AuditOpenTable {
  audit_id: number;
}
export type AuditOpenRow = Selectable<AuditOpenTable>;

export interface CalendarChangeTable {
  id: GeneratedAlways<number>;
  year: number;
  source: string;
  changed_by: number;
  changed_at: Moment;
  through: NullableMoment;
  moved: number | null;
}
export type CalendarChangeRow = Selectable<CalendarChangeTable>;

export interface CalendarYearTable {
  year: number;
  source: string;
}
export type CalendarYearRow = Selectable<CalendarYearTable>;

export interface ConsentTable {
  id: GeneratedAlways<number>;
  account_id: number;
  purpose: string;
  notice_version: number;
  given: boolean;
  at: Moment;
}
export type ConsentRow = Selectable<ConsentTable>;

export interface DelegationTable {
  id: GeneratedAlways<number>;
  from_account: number;
  to_account: number;
  principal_id: number;
  valid_from: Moment;
  valid_to: Moment;
  reason: string;
}
export type DelegationRow = Selectable<DelegationTable>;

export interface DisclosureTable {
  id: GeneratedAlways<number>;
  on_day: string;
  recipient: string;
  what: string;
  law: string;
  matter_number: string | null;
  noted_by: number;
  noted_at: Moment;
  matter_id: number | null;
}
export type DisclosureRow = Selectable<DisclosureTable>;

export interface DueTable {
  matter_id: number;
  task_no: number;
  name: string;
  at: Moment;
  fired_at: NullableMoment;
}
export type DueRow = Selectable<DueTable>;

export interface EffectConsumerTable {
  name: string;
  events: unknown;
}
export type EffectConsumerRow = Selectable<EffectConsumerTable>;

export interface EffectPendingTable {
  consumer: string;
  outbox_id: number;
  matter_id: number | null;
  attempts: Generated<number>;
  not_before: NullableMoment;
  fault: string | null;
  set_aside_at: NullableMoment;
}
export type EffectPendingRow = Selectable<EffectPendingTable>;

export interface EnterpriseTable {
  id: GeneratedAlways<number>;
  uscc: string;
  name: string;
  address: string;
  area_code: string;
  station_id: number;
  created_at: Moment;
}
export type EnterpriseRow = Selectable<EnterpriseTable>;

export interface EntryTable {
  matter_id: number;
  seq: number;
  at: Moment;
  kind: "open" | "section" | "step" | "publication" | "comment" | "file" | "reminder" | "climb" | "calendar";
  name: string;
  audience: string;
  actor_id: number | null;
  capacity: string;
  actor_label: string;
  from_state: string | null;
  to_state: string | null;
  form: Generated<unknown>;
  resolved: Generated<unknown>;
  sealed: Buffer | null;
  sealed_fields: string[] | null;
}
export type EntryRow = Selectable<EntryTable>;

export interface ErasureRunTable {
  id: GeneratedAlways<number>;
  at: Moment;
  kind: string;
  count: number;
}
export type ErasureRunRow = Selectable<ErasureRunTable>;

export interface FileTable {
  id: string;
  matter_id: number | null;
  entry_seq: number | null;
  audience: string | null;
  name: string;
  media_type: string;
  size: number;
  sha256: Buffer;
  width: number | null;
  height: number | null;
  storage_key: string;
  thumb_key: string | null;
  uploaded_by: number | null;
  uploaded_at: Moment;
  project_id: number | null;
  project_seq: number | null;
}
export type FileRow = Selectable<FileTable>;

export interface GlassTable {
  id: GeneratedAlways<number>;
  matter_id: number;
  account_id: number;
  hours: number;
  reason: string;
  asked_by: number;
  asked_office: "SYS_ADMIN" | "SEC_ADMIN";
  asked_at: Moment;
  opened_by: number | null;
  opened_at: NullableMoment;
  ends_at: NullableMoment;
  ended_by: number | null;
}
export type GlassRow = Selectable<GlassTable>;

export interface GrantProposalTable {
  id: GeneratedAlways<number>;
  account_id: number;
  role: string;
  unit_id: number;
  from_day: string;
  to_day: string | null;
  reason: string;
  state: "PROPOSED" | "APPROVED" | "REFUSED" | "WITHDRAWN";
  proposed_by: number;
  proposed_at: Moment;
  decided_by: number | null;
  decided_at: NullableMoment;
  note: string | null;
  grant_id: number | null;
}
export type GrantProposalRow = Selectable<GrantProposalTable>;

export interface HandoverTable {
  id: GeneratedAlways<number>;
  project_id: number;
  station_id: number;
  kind: "A" | "B";
  from_account: number;
  to_account: number | null;
  state: "REQUESTED" | "PENDING" | "ACCEPTED" | "WITHDRAWN";
  note: string;
  order_no: string | null;
  prepared_by: number;
  prepared_at: Moment;
  due_at: NullableMoment;
  decided_by: number | null;
  decided_at: NullableMoment;
  accept_clock: unknown;
}
export type HandoverRow = Selectable<HandoverTable>;

export interface HandoverItemTable {
  handover_id: number;
  no: number;
  kind: "PROMISE" | "CONTACT" | "PAPER";
  text: string;
  due_on: string | null;
}
export type HandoverItemRow = Selectable<HandoverItemTable>;

export interface HandoverMatterTable {
  handover_id: number;
  matter_id: number;
  number: string;
  procedure: string;
  due_at: NullableMoment;
}
export type HandoverMatterRow = Selectable<HandoverMatterTable>;

export interface HotlineExportTable {
  id: GeneratedAlways<number>;
  branch_id: number;
  made_by: number;
  made_at: Moment;
}
export type HotlineExportRow = Selectable<HotlineExportTable>;

export interface HotlineExportReplyTable {
  matter_id: number;
  entry_seq: number;
  export_id: number;
}
export type HotlineExportReplyRow = Selectable<HotlineExportReplyTable>;

export interface HotlineTicketTable {
  matter_id: number;
  number: string;
  content_hash: Buffer;
  branch_id: number;
  class: "H2" | "H24" | "D7" | "D15";
  received_at: Moment;
  due_at: Moment;
  came_at: Moment;
  subject: string;
  place: string | null;
}
export type HotlineTicketRow = Selectable<HotlineTicketTable>;

export interface IdempotencyTable {
  account_id: number;
  operation: string;
  key: string;
  body_hash: Buffer;
  status: number | null;
  answer: Buffer | null;
  at: Moment;
}
export type IdempotencyRow = Selectable<IdempotencyTable>;

export interface ImportBatchTable {
  id: GeneratedAlways<number>;
  kind: string;
  state: "READING" | "CHECKED" | "REFUSED" | "APPLYING" | "APPLIED" | "UNDOING" | "UNDONE" | "LAPSED";
  file_name: string;
  sha256: Buffer;
  heading_row: number;
  columns: unknown;
  unknown: unknown;
  dropped: unknown;
  rows: number;
  version: Generated<number>;
  uploaded_by: number;
  uploaded_at: Moment;
  unit_id: number;
  applied_by: number | null;
  applied_at: NullableMoment;
  undone_by: number | null;
  undone_at: NullableMoment;
  swept_at: NullableMoment;
  problem: unknown;
  written: number | null;
  failed: number | null;
}
export type ImportBatchRow = Selectable<ImportBatchTable>;

export interface ImportRowTable {
  batch_id: number;
  row: number;
  verdict: "new" | "changed" | "same" | "wrong";
  cells: unknown;
  values: unknown;
  issues: unknown;
  changes: unknown;
}
export type ImportRowRow = Selectable<ImportRowTable>;

export interface ImportWorkTable {
  batch_id: number;
  step: "READ" | "APPLY" | "UNDO";
  file_id: string | null;
  asked_by: number;
  asked_at: Moment;
  device: "phone" | "desk";
  readers: number[];
  done: Generated<number>;
  total: number | null;
  attempts: Generated<number>;
  not_before: NullableMoment;
  cancelled_by: number | null;
  cancelled_at: NullableMoment;
}
export type ImportWorkRow = Selectable<ImportWorkTable>;

export interface ImportWriteTable {
  batch_id: number;
  row: number;
  no: number;
  target: string;
  ref_id: number;
  before: unknown;
  after: unknown;
}
export type ImportWriteRow = Selectable<ImportWriteTable>;

export interface LegalHoldTable {
  id: GeneratedAlways<number>;
  matter_id: number | null;
  reason: string;
  placed_by: number;
  placed_at: Moment;
  until_day: string;
  confirmed_by: number | null;
  confirmed_at: NullableMoment;
  lifted_by: number | null;
  lifted_at: NullableMoment;
  lift_asked_by: number | null;
  lift_asked_at: NullableMoment;
  lift_reason: string | null;
  assessment_id: number | null;
  disclosure_id: number | null;
}
export type LegalHoldRow = Selectable<LegalHoldTable>;

export interface LimitRuleTable {
  key: string;
  amount: number;
  unit: "wh" | "wd" | "min" | "h" | "d" | "cd";
  source: "P" | "L";
  law: string | null;
  article: string | null;
  start_excluded: Generated<boolean>;
  roll_forward: Generated<boolean>;
  valid_from: Moment;
  valid_to: NullableMoment;
  set_by: number | null;
  set_at: NullableMoment;
}
export type LimitRuleRow = Selectable<LimitRuleTable>;

export interface LookDrawTable {
  week: string;
  key_id: string;
  rule_version: number;
  most: number;
  drawn_at: Moment;
}
export type LookDrawRow = Selectable<LookDrawTable>;

export interface LookSampleTable {
  id: GeneratedAlways<number>;
  week: string;
  audit_uid: string;
  point: number;
  at: Moment;
  account_id: number;
  unit_id: number;
  matter_id: number | null;
  state: Generated<"OPEN" | "IN_ORDER" | "FINDING" | "CLOSED">;
  finding: string | null;
  judged_by: number | null;
  judged_at: NullableMoment;
  action: string | null;
  closed_by: number | null;
  closed_at: NullableMoment;
}
export type LookSampleRow = Selectable<LookSampleTable>;

export interface MatterTable {
  id: number;
  number: string;
  procedure: string;
  procedure_version: number;
  state: string;
  phase: "open" | "waiting" | "closed";
  outcome: string | null;
  title: string;
  topic: string | null;
  enterprise_id: number | null;
  project_id: number | null;
  station_id: number;
  branch_id: number;
  opened_by: number | null;
  private: boolean;
  opened_at: Moment;
  closed_at: NullableMoment;
  version: number;
  entry_seq: number;
  readers: number[];
  barred: Generated<number[]>;
  channel: Generated<"web" | "phone" | "visit" | "hotline">;
  on_behalf: Generated<boolean>;
  handled_by: Generated<"handler" | "deputy">;
  erased_at: NullableMoment;
}
export type MatterRow = Selectable<MatterTable>;

export interface MatterAudienceTable {
  matter_id: number;
  audience: string;
  readers: number[];
}
export type MatterAudienceRow = Selectable<MatterAudienceTable>;

export interface MatterDuplicateTable {
  first_id: number;
  second_id: number;
  same: boolean;
  decided_by: number;
  decided_at: Moment;
}
export type MatterDuplicateRow = Selectable<MatterDuplicateTable>;

export interface MatterGuestTable {
  principal: number;
  opened_at: Moment;
  matter_id: number;
  open: Generated<boolean>;
}
export type MatterGuestRow = Selectable<MatterGuestTable>;

export interface MatterLinkTable {
  parent_id: number;
  child_id: number;
  kind: "CAUSED_BY" | "SPLIT_FROM" | "DUPLICATE_OF";
  child_open: boolean;
}
export type MatterLinkRow = Selectable<MatterLinkTable>;

export interface MatterPartyTable {
  matter_id: number;
  capacity: string;
  account_id: number;
  valid_from: Moment;
  valid_to: NullableMoment;
}
export type MatterPartyRow = Selectable<MatterPartyTable>;

export interface MatterSearchTable {
  matter_id: number;
  opened_at: Moment;
  terms: string;
}
export type MatterSearchRow = Selectable<MatterSearchTable>;

export interface MetricSnapshotTable {
  month: string;
  metric: string;
  version: number;
  unit_id: number;
  part: Generated<string>;
  revision: Generated<number>;
  counted: number;
  of_all: number | null;
  value: number | null;
  taken_at: Moment;
  note: Generated<string>;
}
export type MetricSnapshotRow = Selectable<MetricSnapshotTable>;

export interface ModuleOffTable {
  id: GeneratedAlways<number>;
  unit_id: number;
  procedure: string;
  reason: string;
  off_by: number;
  off_at: Moment;
  on_by: number | null;
  on_at: NullableMoment;
}
export type ModuleOffRow = Selectable<ModuleOffTable>;

export interface NoticeTable {
  id: GeneratedAlways<number>;
  account_id: number;
  enterprise_id: number | null;
  kind: string;
  urgency: "low" | "normal" | "urgent";
  matter_id: number | null;
  project_id: number | null;
  params: Generated<unknown>;
  subject: string;
  at: Moment;
  read_at: NullableMoment;
}
export type NoticeRow = Selectable<NoticeTable>;

export interface NoticeAddressTable {
  account_id: number;
  channel: string;
  sealed: Buffer;
  verified_at: NullableMoment;
  code_digest: Buffer | null;
  code_until: NullableMoment;
  code_attempts: Generated<number>;
  codes: Generated<number>;
  codes_since: Moment;
  refused_at: NullableMoment;
}
export type NoticeAddressRow = Selectable<NoticeAddressTable>;

export interface NoticeDeliveryTable {
  notice_id: number;
  channel: string;
  account_id: number;
  due_at: Moment;
}
export type NoticeDeliveryRow = Selectable<NoticeDeliveryTable>;

export interface NoticeMessageTable {
  id: string;
  channel: string;
  account_id: number;
  kind: "notices" | "code";
  notices: Generated<unknown>;
  secret: Buffer | null;
  state: "waiting" | "sending" | "sent" | "unsure" | "dropped";
  attempts: Generated<number>;
  next_at: Moment;
  made_at: Moment;
  ended_at: NullableMoment;
  fault: string | null;
}
export type NoticeMessageRow = Selectable<NoticeMessageTable>;

export interface NoticeSettingTable {
  account_id: number;
  mode: "off" | "immediate" | "digest";
  digest_at: number;
  quiet_from: number;
  quiet_to: number;
  quiet_rest_days: boolean;
  locale: "zh-CN" | "en";
}
export type NoticeSettingRow = Selectable<NoticeSettingTable>;

export interface NumberSeriesTable {
  series: string;
  last: number;
}
export type NumberSeriesRow = Selectable<NumberSeriesTable>;

export interface OpenFigureTable {
  month: string;
  figure: string;
  version: number;
  counted: number | null;
  of_all: number | null;
  taken_at: Moment;
}
export type OpenFigureRow = Selectable<OpenFigureTable>;

export interface OperationRunTable {
  id: GeneratedAlways<number>;
  kind: "BACKUP" | "RESTORE" | "VERIFY" | "UPGRADE";
  started_at: Moment;
  ended_at: Moment;
  outcome: "DONE" | "FAULTS";
  detail: Generated<unknown>;
}
export type OperationRunRow = Selectable<OperationRunTable>;

export interface OutboxTable {
  id: GeneratedAlways<number>;
  at: Moment;
  event: unknown;
  readers: number[];
  barred: Generated<number[]>;
}
export type OutboxRow = Selectable<OutboxTable>;

export interface PasskeyTable {
  id: GeneratedAlways<number>;
  account_id: number;
  credential_id: string;
  public_key: Buffer;
  counter: number;
  name: string;
  created_at: Moment;
  used_at: NullableMoment;
}
export type PasskeyRow = Selectable<PasskeyTable>;

export interface PasswordHistoryTable {
  id: GeneratedAlways<number>;
  account_id: number;
  hash: string;
  set_at: Moment;
}
export type PasswordHistoryRow = Selectable<PasswordHistoryTable>;

export interface PlatformTable {
  key: string;
  value: string;
}
export type PlatformRow = Selectable<PlatformTable>;

export interface PolicyCitationTable {
  matter_id: number;
  entry_seq: number;
  item_id: number;
  version: number;
  at: Moment;
}
export type PolicyCitationRow = Selectable<PolicyCitationTable>;

export interface PolicyItemTable {
  id: GeneratedAlways<number>;
  set_id: number;
  no: number;
}
export type PolicyItemRow = Selectable<PolicyItemTable>;

export interface PolicyItemVersionTable {
  item_id: number;
  version: number;
  state: "DRAFT" | "PUBLISHED" | "REPLACED" | "WITHDRAWN";
  title: string;
  body: string;
  valid_from: string;
  valid_to: string | null;
  drafted_by: number;
  drafted_at: Moment;
  published_by: number | null;
  published_at: NullableMoment;
}
export type PolicyItemVersionRow = Selectable<PolicyItemVersionTable>;

export interface PolicySetTable {
  id: GeneratedAlways<number>;
  code: string;
  name: string;
  issuer: string;
  issued_on: string | null;
  source: string;
}
export type PolicySetRow = Selectable<PolicySetTable>;

export interface PrincipalTable {
  id: GeneratedAlways<number>;
  kind: "account" | "unit" | "project" | "enterprise" | "matter";
  ref_id: number;
  duty: string;
}
export type PrincipalRow = Selectable<PrincipalTable>;

export interface PrivacyNoticeShownTable {
  account_id: number;
  version: number;
  at: Moment;
}
export type PrivacyNoticeShownRow = Selectable<PrivacyNoticeShownTable>;

export interface ProcedureVersionTable {
  procedure: string;
  version: number;
  since: Moment;
}
export type ProcedureVersionRow = Selectable<ProcedureVersionTable>;

export interface ProjectTable {
  id: GeneratedAlways<number>;
  code: string;
  name: string;
  stage: "SIGNED" | "LANDED" | "CONSTRUCTION" | "PRODUCTION" | "FOLLOW_UP" | "ARCHIVED" | "SUSPENDED" | "TERMINATED";
  stage_since: string;
  key_level: "PROVINCE" | "CITY";
  address: string;
  area_code: string;
  station_id: number;
  created_at: Moment;
  staffed_at: NullableMoment;
  investment_wan: string | null;
  industry: string | null;
  list_year: number | null;
  import_batch_id: number | null;
  version: Generated<number>;
  suspended_from: "SIGNED" | "LANDED" | "CONSTRUCTION" | "PRODUCTION" | "FOLLOW_UP" | null;
  planned_landed: string | null;
  planned_construction: string | null;
  planned_production: string | null;
  lat: number | null;
  lng: number | null;
}
export type ProjectRow = Selectable<ProjectTable>;

export interface ProjectChangeTable {
  project_id: number;
  seq: number;
  at: Moment;
  kind: "CREATED" | "CHANGED" | "MOVED" | "SUSPENDED" | "RESUMED" | "TERMINATED" | "ARCHIVED";
  actor_id: number;
  actor_name: string;
  from_stage: string | null;
  to_stage: string | null;
  day: string | null;
}
export type ProjectChangeRow = Selectable<ProjectChangeTable>;

export interface ProjectContactTable {
  id: GeneratedAlways<number>;
  project_id: number;
  name: string | null;
  phone: string | null;
}
export type ProjectContactRow = Selectable<ProjectContactTable>;

export interface ProjectEnterpriseTable {
  project_id: number;
  enterprise_id: number;
}
export type ProjectEnterpriseRow = Selectable<ProjectEnterpriseTable>;

export interface ProjectEvidenceTable {
  project_id: number;
  seq: number;
  note: string;
  fields: Generated<unknown>;
  import_batch_id: number | null;
  taken_back: Generated<boolean>;
}
export type ProjectEvidenceRow = Selectable<ProjectEvidenceTable>;

export interface ProjectStageTable {
  project_id: number;
  stage: string;
  since: string;
  seq: GeneratedAlways<number>;
}
export type ProjectStageRow = Selectable<ProjectStageTable>;

export interface ProjectStageItemTable {
  project_id: number;
  code: string;
  matter_id: number;
}
export type ProjectStageItemRow = Selectable<ProjectStageItemTable>;

export interface QuietDayTable {
  id: GeneratedAlways<number>;
  enterprise_id: number;
  from_day: string;
  to_day: string;
}
export type QuietDayRow = Selectable<QuietDayTable>;

export interface RatingTable {
  id: GeneratedAlways<number>;
  month: string;
  procedure: string;
  unit_id: number;
  stars: number;
  rater: number;
}
export type RatingRow = Selectable<RatingTable>;

export interface RecoveryCodeTable {
  account_id: number;
  hash: Buffer;
  made_at: Moment;
  used_at: NullableMoment;
}
export type RecoveryCodeRow = Selectable<RecoveryCodeTable>;

export interface RetentionRuleTable {
  kind: string;
  months: number;
  law: string | null;
  least_months: number | null;
}
export type RetentionRuleRow = Selectable<RetentionRuleTable>;

export interface ReturnVisitDrawTable {
  matter_id: number;
  closed_at: Moment;
  enterprise_id: number | null;
  key_id: string;
  point: number;
  share_percent: number;
  reopened: boolean;
  chosen: GeneratedAlways<boolean>;
  visit_id: number | null;
  opened_at: NullableMoment;
}
export type ReturnVisitDrawRow = Selectable<ReturnVisitDrawTable>;

export interface ReturnVisitRuleTable {
  valid_from: Moment;
  share_percent: number;
  firm_month_cap: number;
  wait_days: number;
  within_days: number;
  version: number;
  reason: string | null;
  set_by: number | null;
  set_at: NullableMoment;
}
export type ReturnVisitRuleRow = Selectable<ReturnVisitRuleTable>;

export interface RightsReviewTable {
  unit_id: number;
  quarter: string;
  grants: number[];
  confirmed_by: number;
  confirmed_at: Moment;
  note: string;
}
export type RightsReviewRow = Selectable<RightsReviewTable>;

export interface RoleTable {
  code: string;
  scope: "unit" | "enterprise";
  duties: string[];
  covers: Generated<boolean>;
}
export type RoleRow = Selectable<RoleTable>;

export interface RuleSettingTable {
  key: string;
  value: number;
}
export type RuleSettingRow = Selectable<RuleSettingTable>;

export interface SavedViewTable {
  id: GeneratedAlways<number>;
  list: "mine" | "all" | "board";
  name: string;
  account_id: number | null;
  unit_id: number | null;
  settings: unknown;
  is_default: Generated<boolean>;
  version: Generated<number>;
  created_by: number;
  created_at: Moment;
}
export type SavedViewRow = Selectable<SavedViewTable>;

export interface ServiceAccountTable {
  account_id: number;
  purpose: string;
  scopes: string[];
  procedures: string[];
  addresses: string[];
  state: "PROPOSED" | "ACTIVE" | "REFUSED" | "REVOKED";
  proposed_by: number;
  proposed_at: Moment;
  decided_by: number | null;
  decided_at: NullableMoment;
  note: string | null;
  revoked_by: number | null;
  revoked_at: NullableMoment;
  revoke_reason: string | null;
}
export type ServiceAccountRow = Selectable<ServiceAccountTable>;

export interface ServiceKeyTable {
  id: GeneratedAlways<number>;
  account_id: number;
  slot: number;
  prefix: string;
  key_hash: Buffer;
  issued_by: number;
  issued_at: Moment;
  expires_at: Moment;
  last_used_at: NullableMoment;
  ended_at: NullableMoment;
  ended_by: number | null;
}
export type ServiceKeyRow = Selectable<ServiceKeyTable>;

export interface ServicePlanTable {
  id: GeneratedAlways<number>;
  project_id: number;
  no: number;
  state: "DRAFT" | "PROPOSED" | "COMMENTED" | "CONFIRMED" | "DECLINED" | "WITHDRAWN" | "IN_FORCE" | "REPLACED";
  content: unknown;
  revision: number;
  stage: string;
  sector: string;
  drafted_by: number;
  drafted_at: Moment;
  proposed_at: NullableMoment;
  signed_by: number | null;
  signed_at: NullableMoment;
}
export type ServicePlanRow = Selectable<ServicePlanTable>;

export interface ServicePlanWordTable {
  id: GeneratedAlways<number>;
  plan_id: number;
  at: Moment;
  kind: "PROPOSE" | "CONFIRM" | "COMMENT" | "DECLINE" | "SIGN" | "WITHDRAW";
  enterprise_id: number | null;
  account_id: number;
  duty_name: string;
  text: Generated<string>;
}
export type ServicePlanWordRow = Selectable<ServicePlanWordTable>;

export interface SessionTable {
  id: GeneratedAlways<number>;
  token_hash: Buffer;
  account_id: number;
  enterprise_id: number | null;
  device: "phone" | "desk";
  created_at: Moment;
  seen_at: Moment;
  expires_at: Moment;
  ended_at: NullableMoment;
  method: Generated<"PASSWORD" | "CODE" | "PASSKEY" | "OIDC" | "DEMO">;
  second_factor: Generated<boolean>;
  proved_at: NullableMoment;
  previous_hash: Buffer | null;
  renewed_at: NullableMoment;
  end_reason: "OUT" | "REPLACED" | "REMOVED" | "PASSWORD" | "RECOVERY" | "GRANT" | "ADMIN" | null;
}
export type SessionRow = Selectable<SessionTable>;

export interface SignInChallengeTable {
  hash: Buffer;
  purpose: string;
  account_id: number | null;
  content: Buffer;
  expires_at: Moment;
}
export type SignInChallengeRow = Selectable<SignInChallengeTable>;

export interface SignInFailureTable {
  login: string;
  at: Moment;
  id: GeneratedAlways<number>;
  told_at: NullableMoment;
}
export type SignInFailureRow = Selectable<SignInFailureTable>;

export interface StaffCodeTable {
  id: GeneratedAlways<number>;
  account_id: number;
  issued_by: number;
  issued_at: Moment;
  expires_at: Moment;
  code_hash: Buffer;
  redeemed_at: NullableMoment;
  ended_at: NullableMoment;
}
export type StaffCodeRow = Selectable<StaffCodeTable>;

export interface StaffingToldTable {
  kind: "UNSTAFFED" | "HANDOVER_LATE" | "LEFT" | "BEGUN";
  ref_id: number;
  at: Moment;
}
export type StaffingToldRow = Selectable<StaffingToldTable>;

export interface StageItemTable {
  code: string;
  stage: "SIGNED" | "LANDED" | "CONSTRUCTION" | "PRODUCTION" | "FOLLOW_UP";
  position: number;
  name_zh: string;
  name_en: string;
  text_zh: string;
  text_en: string;
  limit_wd: number;
  with_firm: boolean;
  voluntary: boolean;
  wanted: Generated<boolean>;
}
export type StageItemRow = Selectable<StageItemTable>;

export interface TaskTable {
  matter_id: number;
  no: number;
  kind: string;
  audience: string;
  holder: number;
  added: Generated<number[]>;
  state: "open" | "done" | "dropped";
  clock: unknown;
  due_at: NullableMoment;
  opened_seq: number;
  closed_seq: number | null;
}
export type TaskRow = Selectable<TaskTable>;

export interface TombstoneTable {
  kind: "matter" | "account" | "assessment" | "disclosure" | "servicePlan";
  ref_id: number;
  erased_at: Moment;
}
export type TombstoneRow = Selectable<TombstoneTable>;

export interface TopicTable {
  code: string;
  name_zh: string;
  name_en: string;
  department: string;
  reviewed: boolean;
  position: number;
}
export type TopicRow = Selectable<TopicTable>;

export interface TotpTable {
  account_id: number;
  secret: Buffer;
  made_at: Moment;
  confirmed_at: NullableMoment;
  last_step: Generated<number>;
}
export type TotpRow = Selectable<TotpTable>;

export interface TurnTable {
  principal: number;
  sort_at: Moment;
  matter_id: number;
  task_no: number;
}
export type TurnRow = Selectable<TurnTable>;

export interface UnitTable {
  id: GeneratedAlways<number>;
  code: string;
  name: string;
  short_name: string;
  tier: "CITY" | "BRANCH" | "DEPARTMENT" | "STATION" | "WORK_STATION";
  department: string | null;
  parent_id: number | null;
  path: Generated<number[]>;
  area_code: string;
  duty_phone: string;
  valid_from: Moment;
  valid_to: NullableMoment;
  version: Generated<number>;
  lat: number | null;
  lng: number | null;
}
export type UnitRow = Selectable<UnitTable>;

export interface UnitMoveTable {
  id: GeneratedAlways<number>;
  unit_id: number;
  from_parent: number;
  to_parent: number;
  moved_by: number;
  moved_at: Moment;
  through: NullableMoment;
  matters: number | null;
}
export type UnitMoveRow = Selectable<UnitMoveTable>;

export interface WebhookAttemptTable {
  delivery_id: string;
  no: number;
  at: Moment;
  ms: number;
  status: number | null;
  fault: string | null;
  clip: string | null;
}
export type WebhookAttemptRow = Selectable<WebhookAttemptTable>;

export interface WebhookDeliveryTable {
  id: string;
  endpoint_id: number;
  event: string;
  body: string;
  happened_at: Moment;
  state: "waiting" | "sending" | "sent" | "parked" | "dropped";
  attempts: Generated<number>;
  tries: Generated<number>;
  next_at: Moment;
  ended_at: NullableMoment;
}
export type WebhookDeliveryRow = Selectable<WebhookDeliveryTable>;

export interface WebhookEndpointTable {
  id: Generated<number>;
  account_id: number;
  url: string;
  events: string[];
  secret: Buffer;
  former_secret: Buffer | null;
  former_until: NullableMoment;
  made_by: number;
  made_at: Moment;
  ended_at: NullableMoment;
  ended_by: number | null;
}
export type WebhookEndpointRow = Selectable<WebhookEndpointTable>;

export interface WorkCalendarTable {
  day: string;
  kind: "work" | "rest";
  name: string;
}
export type WorkCalendarRow = Selectable<WorkCalendarTable>;
