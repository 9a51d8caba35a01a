/**
 * The daily pages behind the first ones, in one script: over a long line one request more costs more than the few
 * kilobytes that a page saves (vite.config.ts prints both). It is fetched once a first page stands (web/fetch-ahead.tsx).
 * What only some write, or is heavy, goes apart.
 */
export { AskPage } from "#web/ask/ask-page.tsx";
export { EnterprisePage } from "#web/home/enterprise-page.tsx";
export { MembersPage } from "#web/members/members-page.tsx";
export { MePage } from "#web/home/me-page.tsx";
export { ProjectPage } from "#web/home/project-page.tsx";
export { ProjectsPage } from "#web/home/projects-page.tsx";
export { ReceiptPage } from "#web/ask/receipt-page.tsx";
export { NoticesPage } from "#web/notices/notices-page.tsx";
export { SearchPage } from "#web/search/search-page.tsx";
export { PlanPage } from "#web/plan/plan-page.tsx";
export { MattersBulk } from "#web/bulk/matters-bulk.tsx";
export { MatterPane } from "#web/matter/matter-pane.tsx";
export { MatterPage } from "#web/matter/matter-page.tsx";
