import { existsSync } from "node:fs";
import pg from "pg";
import { type KeyRing, loadKeys } from "./adapters/crypto/key-file.ts";

/**
 * The keys of an installation, made where there are none yet. Not where the database is in use: it is sealed by keys that
 * are lost or lie elsewhere, and new ones would open nothing of it and seal what comes.
 * @throws KeyFileError
 */
export async function keysOf(keyFile: string, ownerUrl: string): Promise<KeyRing> {
  return loadKeys({ keyFile, create: !existsSync(keyFile) && !(await isInUse(ownerUrl)) });
}

/** Whether anything has ever happened there. */
async function isInUse(ownerUrl: string): Promise<boolean> {
  const session = new pg.Client({ connectionString: ownerUrl, application_name: "huhang-keys" });
  await session.connect();
  try {
    const { rows } = await session.query<{ made: boolean }>("select to_regclass('public.audit') is not null as made");
    return rows[0]?.made === true && (await session.query("select from public.audit limit 1")).rowCount === 1;
  } finally {
    await session.end();
  }
}
