/** How one signs in: looked at now and then, so it stands apart from the daily pages. */
export { SecurityPage } from "#web/sign-in/security-page.tsx";
export { SetUpPage } from "#web/sign-in/set-up-page.tsx";
