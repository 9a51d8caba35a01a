import { useOperation } from "#web/call.ts";

/**
 * How many matters wait for the reader, for the navigation: a number and no record, so that whoever looks at another
 * page is not on record as having looked at his list. Undefined until it is known, and for desks without such a list.
 */
export function useWorkCount(enabled: boolean): number | undefined {
  return useOperation("matter.count", {}, { enabled }).data?.waiting;
}
