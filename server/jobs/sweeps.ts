import { sql } from "kysely";
import { sweepStorage } from "../files/sweep.ts";
import type { Platform } from "../platform.ts";
import { importKinds } from "../registry.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Files that were sent but not made part of anything are kept this long. */
const pendingFileMs = dayMs;
/** A file without a row is given up this long after it was stored: no request runs that long. */
const orphanMs = dayMs;
/** Decision 27. */
const keyMs = 24 * hourMs;
/** Far longer than any listener is away; nothing reads an event twice. */
const outboxMs = 7 * dayMs;
/** What a list says of persons; as long it can be written or taken back. */
const listMs = 30 * dayMs;
const readNoticeMs = 90 * dayMs;
const unreadNoticeMs = 365 * dayMs;
const sessionMs = 30 * dayMs;
/** A delivery that went out, and one that was given up and may be asked for again. */
const deliveredMs = 30 * dayMs;
const parkedMs = 90 * dayMs;

const rowsAtOnce = 500;

/** Removes files that nobody made part of a matter within a day, and content that no row refers to. */
export async function sweepFiles(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - pendingFileMs);
  let pending = 0;
  for (;;) {
    const removed = await platform.asSystem((tx) =>
      tx
        .deleteFrom("file")
        .where("id", "in", (file) =>
          file
            .selectFrom("file")
            .select("id")
            .where("matter_id", "is", null)
            .where("project_id", "is", null)
            .where("uploaded_at", "<", before)
            .limit(rowsAtOnce),
        )
        // Asked again once the row is locked: somebody may just have attached it.
        .where("matter_id", "is", null)
        .where("project_id", "is", null)
        .returning(["storage_key", "thumb_key"])
        .execute(),
    );
    // After the commit: should the process end here, the content has no row and goes below, another night.
    for (const { storage_key, thumb_key } of removed) {
      await platform.storage.remove(storage_key);
      if (thumb_key !== null) await platform.storage.remove(thumb_key);
    }
    pending += removed.length;
    if (removed.length < rowsAtOnce) break;
  }
  // The storage knows the time of the machine only.
  const { orphans, unfinished } = await sweepStorage(
    platform.storage,
    (keys) => findReferenced(platform, keys),
    new Date(Date.now() - orphanMs),
  );
  if (pending + orphans + unfinished > 0) platform.log.info({ pending, orphans, unfinished }, "files were swept");
}

async function findReferenced(platform: Platform, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await platform.asSystem((tx) =>
    sql<{ key: string }>`select key from app.referenced_files(${[...keys]}) as key`.execute(tx),
  );
  return new Set(rows.map(({ key }) => key));
}

/** Forgets the answers that were kept for repeated requests. */
export async function sweepKeys(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - keyMs);
  await platform.asSystem((tx) => tx.deleteFrom("idempotency").where("at", "<", before).execute());
}

/** Removes events that were delivered long ago; one that a consumer has still to pass stays. */
export async function sweepOutbox(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - outboxMs);
  await platform.asSystem((tx) =>
    tx
      .deleteFrom("outbox")
      .where("at", "<", before)
      .where((eb) =>
        eb.not(eb.exists(eb.selectFrom("effect_pending").whereRef("effect_pending.outbox_id", "=", "outbox.id"))),
      )
      .execute(),
  );
}

/** Forgets notices: a while after they were read, and unread ones after a year; and messages that have long gone out. */
export async function sweepNotices(platform: Platform): Promise<void> {
  const now = platform.clock.now().getTime();
  await platform.asSystem(async (tx) => {
    await tx
      .deleteFrom("notice")
      .where((eb) =>
        eb.or([eb("read_at", "<", new Date(now - readNoticeMs)), eb("at", "<", new Date(now - unreadNoticeMs))]),
      )
      .execute();
    await tx
      .deleteFrom("notice_message")
      .where("ended_at", "<", new Date(now - readNoticeMs))
      .execute();
  });
}

/** Forgets deliveries to other systems with their attempts, some while after their end. */
export async function sweepWebhooks(platform: Platform): Promise<void> {
  const now = platform.clock.now().getTime();
  await platform.asSystem((tx) =>
    tx
      .deleteFrom("webhook_delivery")
      .where("ended_at", "<", new Date(now - deliveredMs))
      .where((eb) => eb.or([eb("state", "<>", "parked"), eb("ended_at", "<", new Date(now - parkedMs))]))
      .execute(),
  );
}

/** Forgets what old lists say of persons: their rows keep everything else. */
export async function sweepImports(platform: Platform): Promise<void> {
  const now = platform.clock.now();
  const before = new Date(now.getTime() - listMs);
  for (const [id, { sheet }] of importKinds) {
    const personal = sheet.columns.filter((column) => column.personal === true).map(({ key }) => key);
    await platform.asSystem((tx) =>
      sql`select app.sweep_imports(${id}, ${personal}::text[], ${before}, ${now})`.execute(tx),
    );
  }
}

/** Forgets sessions that have long been over. */
export async function sweepSessions(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - sessionMs);
  await platform.asSystem((tx) => sql`select app.sweep_sessions(${before})`.execute(tx));
}
