/** The library of measures and templates: looked up now and then, so it stands apart from the daily pages. */
export { PoliciesPage } from "#web/policy/policies-page.tsx";
export { PolicySetPage } from "#web/policy/policy-set-page.tsx";
export { TemplatesPage } from "#web/policy/templates-page.tsx";
