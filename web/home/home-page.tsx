import { lazy, Suspense } from "react";
import { useMe } from "#web/session.tsx";
import { Loading } from "#web/ui/page-state.tsx";

// Each desk loads its own home only: a phone on a site does not fetch an officer's list.
const EnterpriseHome = lazy(async () => ({ default: (await import("#web/home/enterprise-home.tsx")).EnterpriseHome }));
const WorkList = lazy(async () => ({ default: (await import("#web/home/work-list.tsx")).WorkList }));
const SimpleHome = lazy(async () => ({ default: (await import("#web/home/simple-home.tsx")).SimpleHome }));
const AuditList = lazy(async () => ({ default: (await import("#web/home/audit-list.tsx")).AuditList }));

/** The first page of everybody: what his desk wants to know first. */
export function HomePage() {
  return (
    <Suspense fallback={<Loading />}>
      <HomeOfDesk />
    </Suspense>
  );
}

function HomeOfDesk() {
  const { desk } = useMe();
  switch (desk) {
    case "enterprise":
      return <EnterpriseHome />;
    case "officer":
    case "specialist":
    case "chief":
    case "office":
      return <WorkList view="mine" />;
    case "leader":
    case "inspector":
    case "administration":
      return <SimpleHome desk={desk} />;
    case "audit":
      return <AuditList />;
  }
}
