/** What stands behind `?` in an address: anybody may have written it, so a page reads each part with care. */
export const anySearch = (search: Record<string, unknown>): Record<string, unknown> => search;
