import { sql } from "kysely";
import { openContact, sealContact } from "#capabilities/imports/contacts.ts";
import { sealSecret, secretOf } from "#capabilities/integrations/secrets.ts";
import { phoneOf, sealPhone } from "#directory/phones.ts";
import { openForm, sealForm } from "#matters/sealing.ts";
import { procedureOf } from "#matters/store.queries.ts";
import type { Tx } from "../database.ts";
import type { Platform } from "../platform.ts";
import { addressContext } from "../post.ts";
import { totpContext } from "../session-door.ts";

const rowsAtOnce = 300;

/**
 * Seals what lies readable from before it was sealed, and seals anew what lies under an older key: some hundreds of rows
 * in each transaction, so that it goes on where it was cut off. Files and audit rows keep the key they were made with.
 * @returns how many values it has written
 */
export async function sealAnew(platform: Platform): Promise<number> {
  const done = {
    entries: await sealEntries(platform),
    phones: await sealPhones(platform),
    contacts: await sealContacts(platform),
    addresses: await sealAddresses(platform),
    secrets: await sealTotp(platform),
    webhooks: await sealWebhooks(platform),
  };
  const total = done.entries + done.phones + done.contacts + done.addresses + done.secrets + done.webhooks;
  if (total > 0) platform.log.info(done, "personal data were sealed anew");
  return total;
}

/**
 * Goes through a table by its key, one transaction for each stretch. What `find` gives is held until it is written: a value
 * that its owner changes at this moment must not come back as it was before.
 */
async function inStretches<Row>(
  platform: Platform,
  find: (tx: Tx, after: Row | undefined) => Promise<readonly Row[]>,
  write: (tx: Tx, row: Row) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  let last: Row | undefined;
  for (;;) {
    const rows = await platform.asSystem(async (tx) => {
      const found = await find(tx, last);
      for (const row of found) await write(tx, row);
      return found;
    });
    count += rows.length;
    last = rows.at(-1) ?? last;
    if (rows.length < rowsAtOnce) return count;
  }
}

interface EntryRow {
  readonly matter_id: number;
  readonly seq: number;
  readonly procedure: string;
  readonly kind: string;
  readonly name: string;
  readonly form: unknown;
  readonly sealed: Buffer | null;
}

function sealEntries(platform: Platform): Promise<number> {
  const { vault, procedures } = platform;
  return inStretches<EntryRow>(
    platform,
    async (tx, after) => {
      const { rows } = await sql<EntryRow>`
        select * from app.entries_to_seal(${vault.head}, ${after?.matter_id ?? 0}, ${after?.seq ?? 0}, ${rowsAtOnce})`.execute(
        tx,
      );
      return rows;
    },
    async (tx, row) => {
      const place = { matterId: row.matter_id, seq: row.seq, kind: row.kind, name: row.name };
      const form = openForm(vault, row.procedure, place, row);
      const kept = sealForm(vault, procedureOf(procedures, row.procedure), place, form);
      await sql`select app.put_sealed(${row.matter_id}, ${row.seq}, ${JSON.stringify(kept.form)}::jsonb, ${kept.sealed},
        ${[...kept.fields]}::text[])`.execute(tx);
    },
  );
}

interface PhoneRow {
  readonly id: number;
  readonly duty_phone: string | null;
  readonly sealed_phone: Buffer | null;
}

function sealPhones(platform: Platform): Promise<number> {
  const { vault } = platform;
  return inStretches<PhoneRow>(
    platform,
    async (tx, after) => {
      const { rows } = await sql<PhoneRow>`
        select * from app.phones_to_seal(${vault.head}, ${after?.id ?? 0}, ${rowsAtOnce})`.execute(tx);
      return rows;
    },
    async (tx, row) => {
      const phone = phoneOf(vault, row);
      if (phone === null) return;
      await sql`select app.keep_phone(${row.id}, ${sealPhone(vault, row.id, phone)}, ${platform.clock.now()})`.execute(
        tx,
      );
    },
  );
}

interface ContactRow {
  readonly id: number;
  readonly project_id: number;
  readonly name: string | null;
  readonly phone: string | null;
}

function sealContacts(platform: Platform): Promise<number> {
  const { vault } = platform;
  return inStretches<ContactRow>(
    platform,
    async (tx, after) => {
      const { rows } = await sql<ContactRow>`
        select * from app.contacts_to_seal(${vault.head}, ${after?.id ?? 0}, ${rowsAtOnce})`.execute(tx);
      return rows;
    },
    (tx, { id, project_id, name, phone }) => {
      const anew = (kept: string | null) => sealContact(vault, project_id, openContact(vault, project_id, kept));
      return sql`select app.put_contact(${id}, ${anew(name)}, ${anew(phone)})`.execute(tx);
    },
  );
}

function sealAddresses(platform: Platform): Promise<number> {
  const { vault, crypto } = platform;
  return inStretches<{ account_id: number; channel: string; sealed: Buffer }>(
    platform,
    (tx, after) =>
      tx
        .selectFrom("notice_address")
        .select(["account_id", "channel", "sealed"])
        .where("account_id", ">", after?.account_id ?? 0)
        .where(sql<boolean>`substring(sealed from 1 for length(${vault.head}::bytea)) <> ${vault.head}`)
        .orderBy("account_id")
        .limit(rowsAtOnce)
        .forUpdate()
        .execute(),
    (tx, row) => {
      const address = crypto.open(row.sealed, addressContext(row.account_id));
      return tx
        .updateTable("notice_address")
        .set({ sealed: crypto.seal(address, addressContext(row.account_id)) })
        .where("account_id", "=", row.account_id)
        .where("channel", "=", row.channel)
        .execute();
    },
  );
}

function sealTotp(platform: Platform): Promise<number> {
  const { vault, crypto } = platform;
  return inStretches<{ account_id: number; secret: Buffer }>(
    platform,
    async (tx, after) => {
      const { rows } = await sql<{ account_id: number; secret: Buffer }>`
        select * from app.totp_to_seal(${vault.head}, ${after?.account_id ?? 0}, ${rowsAtOnce})`.execute(tx);
      return rows;
    },
    (tx, { account_id: accountId, secret }) => {
      const anew = crypto.seal(crypto.open(secret, totpContext(accountId)), totpContext(accountId));
      return sql`select app.put_totp(${accountId}, ${secret}, ${anew})`.execute(tx);
    },
  );
}

function sealWebhooks(platform: Platform): Promise<number> {
  const { vault } = platform;
  const begins = (column: "secret" | "former_secret") =>
    sql<boolean>`substring(${sql.ref(column)} from 1 for length(${vault.head}::bytea)) <> ${vault.head}`;
  return inStretches<{ id: number; secret: Buffer; former_secret: Buffer | null }>(
    platform,
    (tx, after) =>
      tx
        .selectFrom("webhook_endpoint")
        .select(["id", "secret", "former_secret"])
        .where("id", ">", after?.id ?? 0)
        .where((eb) => eb.or([begins("secret"), begins("former_secret")]))
        .orderBy("id")
        .limit(rowsAtOnce)
        .forUpdate()
        .execute(),
    (tx, { id, secret, former_secret }) => {
      const anew = (sealed: Buffer) => sealSecret(vault, id, secretOf(vault, id, sealed));
      return tx
        .updateTable("webhook_endpoint")
        .set({ secret: anew(secret), former_secret: former_secret && anew(former_secret) })
        .where("id", "=", id)
        .execute();
    },
  );
}
