/**
 * The pages for people who are signed in, in one script: over a long line one request more costs more than the few
 * kilobytes that a page saves (vite.config.ts prints both). Something heavy, such as a map or charts, goes apart.
 */
export { AskPage } from "#web/ask/ask-page.tsx";
export { EnterprisePage } from "#web/home/enterprise-page.tsx";
export { HomePage } from "#web/home/home-page.tsx";
export { MattersPage } from "#web/work/matters-page.tsx";
export { MembersPage } from "#web/members/members-page.tsx";
export { MePage } from "#web/home/me-page.tsx";
export { ProjectPage } from "#web/home/project-page.tsx";
export { ProjectsPage } from "#web/home/projects-page.tsx";
export { ReceiptPage } from "#web/ask/receipt-page.tsx";
export { NoticesPage } from "#web/notices/notices-page.tsx";
export { SearchPage } from "#web/search/search-page.tsx";
export { PlanPage } from "#web/plan/plan-page.tsx";
export { MatterPage } from "#web/matter/matter-page.tsx";
