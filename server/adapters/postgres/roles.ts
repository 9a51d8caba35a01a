import pg from "pg";

/** A role with its password. */
export interface RoleLogin {
  readonly name: string;
  readonly password: string;
}

/** What the platform needs of a server: a database, its owner for migrations, and the application's own role. */
export interface RolePlan {
  readonly database: string;
  readonly owner: RoleLogin;
  readonly app: RoleLogin;
}

/** Neither may look past row-level security or make roles; only the owner owns anything. */
const plain = "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication";

/**
 * Where a role finds the database that is prepared for it, on the server at which the superuser was found; null when that
 * address has no place for it. Nothing by which the superuser enters stays in it.
 */
export function addressOf(adminUrl: string, role: RoleLogin, database: string): string | null {
  const url = URL.parse(adminUrl);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return null;
  // Where `?host=` names a socket's folder there is no host, and without one an address takes no user.
  if (url.hostname === "") url.hostname = "localhost";
  for (const entry of ["user", "password"]) url.searchParams.delete(entry);
  url.username = role.name;
  url.password = role.password;
  url.pathname = `/${database}`;
  return url.username === role.name ? url.href : null;
}

/**
 * Makes the two roles and the database on a server, or mends what is there; changes nothing the second time.
 * @param adminUrl a superuser's address, any database
 */
export async function prepareRoles(adminUrl: string, plan: RolePlan): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const id = pg.escapeIdentifier;
    for (const { name, password } of [plan.owner, plan.app]) {
      const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [name]);
      const verb = rowCount === 0 ? "create" : "alter";
      await admin.query(`${verb} role ${id(name)} with ${plain} password ${pg.escapeLiteral(password)}`);
    }
    const { rowCount } = await admin.query("select from pg_database where datname = $1", [plan.database]);
    if (rowCount === 0) {
      await admin.query(`create database ${id(plan.database)} owner ${id(plan.owner.name)}`);
      await admin.query(`revoke all on database ${id(plan.database)} from public`);
      await admin.query(`grant connect on database ${id(plan.database)} to ${id(plan.app.name)}`);
    }
  } finally {
    await admin.end();
  }
}
