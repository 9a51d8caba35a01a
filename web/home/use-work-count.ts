import { filtersOf } from "#web/home/work-filters.ts";
import { useMatterPages } from "#web/home/use-matter-pages.ts";

/**
 * How many matters wait for the reader, for the navigation: the same answer that his list shows. Undefined until it is
 * known, and for desks that have no such list.
 */
export function useWorkCount(enabled: boolean): number | undefined {
  const pages = useMatterPages(filtersOf("mine", {}), enabled);
  return pages.page.data?.length;
}
