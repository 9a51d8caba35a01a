import { lazy, Suspense } from "react";
import { useMe } from "#web/session.tsx";
import { Loading } from "#web/ui/page-state.tsx";

const MyMatters = lazy(async () => ({ default: (await import("#web/home/my-matters.tsx")).MyMatters }));
const WorkList = lazy(async () => ({ default: (await import("#web/home/work-list.tsx")).WorkList }));

/** All matters: for a firm what it has asked, for staff everything within reach. */
export function MattersPage() {
  const { desk } = useMe();
  return (
    <Suspense fallback={<Loading look="list" />}>
      {desk === "enterprise" ? <MyMatters /> : <WorkList view="all" />}
    </Suspense>
  );
}
