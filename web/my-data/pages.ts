/** One's own data: looked up now and then, so it stands apart from the daily pages. */
export { CopyPage } from "#web/my-data/copy-page.tsx";
export { MyDataPage } from "#web/my-data/my-data-page.tsx";
export { PrivacyPage } from "#web/my-data/privacy-page.tsx";
