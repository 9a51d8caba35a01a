/**
 * The pages of police desks, in a script of their own: a firm's phone never loads them. What only a desk opens from
 * another page, such as a form, stands here too.
 */
export { ImportPage } from "#web/imports/import-page.tsx";
export { ImportsPage } from "#web/imports/imports-page.tsx";
export { LeaderHome } from "#web/month/leader-home.tsx";
export { MonthPage } from "#web/month/month-page.tsx";
export { BoardPage } from "#web/projects/board-page.tsx";
export { ProjectPlace } from "#web/projects/project-place.tsx";
export { ProjectEdit } from "#web/projects/project-form.tsx";
export { SixListsPage } from "#web/projects/six-lists-page.tsx";
export { StageChange } from "#web/projects/stage-change.tsx";
export { AbsencesPage } from "#web/staffing/absences-page.tsx";
export { DelegationsPage } from "#web/staffing/delegations-page.tsx";
export { HandoverPage } from "#web/staffing/handover-page.tsx";
export { HandoversPage } from "#web/staffing/handovers-page.tsx";
export { LeaversPage } from "#web/staffing/leavers-page.tsx";
export { ProjectPeoplePage } from "#web/staffing/people-page.tsx";
export { StaffingPage } from "#web/staffing/staffing-page.tsx";
export { HoldsPage } from "#web/data-protection/holds-page.tsx";
export { UnusualPage } from "#web/data-protection/unusual-page.tsx";
export { RegisterPage } from "#web/data-protection/register-page.tsx";
export { LookSamplesPage } from "#web/look-samples/look-samples-page.tsx";
export { GlassPage } from "#web/data-protection/glass-page.tsx";
export { NotePage } from "#web/desk/note-page.tsx";
export { CardPage } from "#web/members/card-page.tsx";
export { PlanEditor } from "#web/plan/plan-editor.tsx";
export { PlansPage } from "#web/plan/plans-page.tsx";
