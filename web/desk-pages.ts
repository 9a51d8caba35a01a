/** The pages of police desks, in a script of their own: a firm's phone never loads them. */
export { LeaderHome } from "#web/month/leader-home.tsx";
export { MonthPage } from "#web/month/month-page.tsx";
