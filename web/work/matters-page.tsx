import { MyMatters } from "#web/work/my-matters.tsx";
import { WorkList } from "#web/work/work-list.tsx";
import { useMe } from "#web/session.tsx";

/** All matters: for a firm what it has asked, for staff everything within reach. */
export function MattersPage() {
  return useMe().desk === "enterprise" ? <MyMatters /> : <WorkList view="all" />;
}
