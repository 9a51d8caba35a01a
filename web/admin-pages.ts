/** The pages of the administrators and of the audit, in a script of their own: nobody else loads them. */
export { AccountPage } from "#web/administration/account-page.tsx";
export { AccountsPage } from "#web/administration/accounts-page.tsx";
export { AdministrationHome } from "#web/administration/administration-home.tsx";
export { AuditList } from "#web/audit/audit-list.tsx";
export { CalendarPage } from "#web/administration/calendar-page.tsx";
export { GrantsPage } from "#web/administration/grants-page.tsx";
export { ModulesPage } from "#web/administration/modules-page.tsx";
export { ReviewPage } from "#web/administration/review-page.tsx";
export { ReturnVisitsPage } from "#web/returns/return-visits-page.tsx";
export { RulesPage } from "#web/administration/rules-page.tsx";
export { ServicePage } from "#web/integrations/service-page.tsx";
export { ServicesPage } from "#web/integrations/services-page.tsx";
export { WebhookPage } from "#web/integrations/webhook-page.tsx";
export { StatusPage } from "#web/administration/status-page.tsx";
export { UnitsPage } from "#web/administration/units-page.tsx";
