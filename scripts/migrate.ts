// Brings the schema of DATABASE_OWNER_URL up to date: npm run migrate
import { migrate } from "#db/migrate.ts";
import { installJobs } from "#server/jobs/install.ts";

const ownerUrl = process.env["DATABASE_OWNER_URL"];
const appUrl = process.env["DATABASE_URL"];
if (ownerUrl === undefined || appUrl === undefined) {
  console.error(
    "请设置 DATABASE_OWNER_URL（迁移用的所有者）和 DATABASE_URL（应用角色）。 / " +
      "Set DATABASE_OWNER_URL (the owner's address, for migrations) and DATABASE_URL (the application's).",
  );
  process.exit(1);
}

try {
  const appRole = decodeURIComponent(new URL(appUrl).username);
  const { applied } = await migrate({ ownerUrl, appRole });
  await installJobs(ownerUrl, appRole);
  console.log(
    applied.length === 0 ? "数据库已是最新。 / The database is up to date." : `已执行 / applied: ${applied.join(", ")}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
