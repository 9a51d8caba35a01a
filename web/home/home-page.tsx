import { lazy, Suspense } from "react";
import { EnterpriseHome } from "#web/home/enterprise-home.tsx";
import { WorkList } from "#web/work/work-list.tsx";
import { useMe } from "#web/session.tsx";
import { Loading } from "#web/ui/page-state.tsx";

const LeaderHome = lazy(async () => ({ default: (await import("#web/desk-pages.ts")).LeaderHome }));

const AuditList = lazy(async () => ({ default: (await import("#web/admin-pages.ts")).AuditList }));

const AdministrationHome = lazy(async () => ({
  default: (await import("#web/admin-pages.ts")).AdministrationHome,
}));

/** The first page of everybody: what his desk wants to know first. */
export function HomePage() {
  const { desk } = useMe();
  switch (desk) {
    case "enterprise":
      return <EnterpriseHome />;
    case "officer":
    case "specialist":
    case "chief":
    case "office":
    case "inspector":
    case "dataProtection":
      return <WorkList view="mine" />;
    case "leader":
      return (
        <Suspense fallback={<Loading />}>
          <LeaderHome />
        </Suspense>
      );
    case "administration":
    case "security":
      return (
        <Suspense fallback={<Loading />}>
          <AdministrationHome />
        </Suspense>
      );
    case "audit":
      return (
        <Suspense fallback={<Loading />}>
          <AuditList />
        </Suspense>
      );
  }
}
