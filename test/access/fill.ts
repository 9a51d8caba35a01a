import type pg from "pg";
import type { Town } from "#test/town.ts";
import { fillAdministration } from "./fill-administration.ts";
import { fillImports } from "./fill-imports.ts";

/** A row in each table that the story so far has left empty. */
export async function fillTheRest(admin: pg.Client, town: Town, matter: number): Promise<void> {
  const { liaison, officerA, officerB } = town.people;
  const at = new Date("2026-09-01T00:00:00Z");
  await admin.query(
    "insert into session (token_hash, account_id, device, created_at, seen_at, expires_at) values ('x', $1, 'desk', $2, $2, '2027-01-01')",
    [officerA, at],
  );
  await admin.query("insert into sign_in_failure (login, at) values ('somebody', $1)", [at]);
  await admin.query(`with s as (insert into policy_set (code, name, issuer, source) values ('X', 'X', 'X', 'X') returning id),
      i as (insert into policy_item (set_id, no) select id, 1 from s returning id)
    insert into policy_item_version (item_id, version, state, title, body, valid_from, drafted_by, drafted_at)
    select id, 1, 'DRAFT', 'X', 'X', '2026-01-01', ${officerA}, '2026-01-01' from i`);
  await admin.query("insert into policy_citation select $1, 1, item_id, version, $2 from policy_item_version limit 1", [
    matter,
    at,
  ]);
  await admin.query(
    `insert into answer_template (title, text, source, valid_to, version, owner_id, changed_at)
     values ('X', 'X', 'X', '2026-12-31', 1, $1, $2)`,
    [officerA, at],
  );
  await admin.query(
    `insert into hotline_ticket values ($1, 'X', 'x', $2, 'D7', '2026-08-01', '2026-08-08', '2026-08-01', '噪声', '示例路')`,
    [matter, town.units.branch],
  );
  await admin.query(
    `with e as (insert into hotline_export (branch_id, made_by, made_at) values ($2, $3, '2026-08-02') returning id)
     insert into hotline_export_reply select $1, 1, id from e`,
    [matter, town.units.branch, town.people.office],
  );
  await admin.query(
    `insert into return_visit_draw (matter_id, closed_at, key_id, point, share_percent, reopened)
     values ($1, '2026-08-01', 'k', 1, 10, false)`,
    [matter],
  );
  await admin.query(
    `with twin as (insert into matter
       select (jsonb_populate_record(m, '{"id": 900001, "number": "X-2"}')).* from matter m where id = $1 returning id)
     insert into matter_duplicate select $1, id, true, $2, $3 from twin`,
    [matter, officerA, at],
  );
  await admin.query("insert into matter_search values ($1, $2, '')", [matter, at]);
  await admin.query("insert into matter_party values ($1, 'sideA', $2, $3)", [matter, officerB, at]);
  await admin.query("insert into matter_link values ($1, $1, 'CAUSED_BY', true)", [matter]);
  await admin.query(
    "insert into rating (month, procedure, unit_id, stars, rater) values ('2026-09-01', 'consultation', $1, 5, $2)",
    [town.units.station, liaison],
  );
  await admin.query(
    `with change as (insert into project_change (project_id, seq, at, kind, actor_id, actor_name)
       select id, 2, $1, 'CHANGED', $2, '钱主任' from project limit 1 returning project_id, seq),
     evidence as (insert into project_evidence (project_id, seq, note) select project_id, seq, '核实' from change)
     insert into project_stage_item select project_id, 'firstContact', $3 from change`,
    [at, town.people.office, matter],
  );
  await admin.query(
    "insert into access_code (enterprise_id, kind, role, duty_name, proposed_by, proposed_at) values ($1, 'INVITE', 'ENT_HR', '任人事', $2, $3)",
    [town.firms.east, liaison, at],
  );
  await admin.query(
    `with plan as (insert into service_plan (project_id, no, state, content, revision, stage, sector, drafted_by, drafted_at)
       values ($1, 1, 'PROPOSED', '{}', 1, 'CONSTRUCTION', 'GENERAL', $2, $3) returning id)
     insert into service_plan_word (plan_id, at, kind, account_id, duty_name) select id, $3, 'PROPOSE', $2, '李警官' from plan`,
    [town.projects.bridge, officerA, at],
  );
  await admin.query(
    "insert into metric_snapshot values ('2026-08-01', 'project.active', 1, $1, '', 1, 2, null, null, $2, '')",
    [town.units.station, at],
  );
  await admin.query(
    "insert into operation_run (kind, started_at, ended_at, outcome) values ('BACKUP', $1, $1, 'DONE')",
    [at],
  );
  await fillStaffing(admin, town, matter, at);
  await fillImports(admin, town);
  await admin.query(
    `insert into saved_view (list, name, account_id, settings, created_by, created_at) values ('all', '逾期', $1, '{"late":true}', $1, $2)`,
    [officerA, at],
  );
  await fillAdministration(admin, town);
  await admin.query("insert into platform values ('demo', 'false') on conflict do nothing");
  await admin.query(`insert into effect_consumer values ('test', '[]');
    insert into limit_rule (key, amount, unit, source, valid_from) values ('appeal.accept', 2, 'wh', 'P', '2026-09-01');
    insert into effect_pending (consumer, outbox_id) select 'test', min(id) from outbox`);
  await fillNotices(admin, town, liaison, at);
  await admin.query(
    `insert into file (id, name, media_type, size, sha256, storage_key, uploaded_by, uploaded_at)
     values (gen_random_uuid(), 'a.txt', 'text/plain', 1, 'x', 'x', $1, $2)`,
    [liaison, at],
  );
}

async function fillNotices(admin: pg.Client, town: Town, account: number, at: Date): Promise<void> {
  await admin.query("insert into quiet_day (enterprise_id, from_day, to_day) values ($1, '2026-10-01', '2026-10-07')", [
    town.firms.east,
  ]);
  await admin.query("insert into notice_setting values ($1, 'off', 1020, 1140, 510, true, 'zh-CN')", [account]);
  await admin.query(
    "insert into notice_address (account_id, channel, sealed, codes_since) values ($1, 'mail', 'x', $2)",
    [account, at],
  );
  await admin.query(
    `with told as (insert into notice (account_id, enterprise_id, kind, urgency, subject, at)
       values ($1, $2, 'importFinished', 'low', 'import:1', $3) returning id)
     insert into notice_delivery (notice_id, channel, account_id, due_at) select id, 'mail', $1, $3 from told`,
    [account, town.firms.east, at],
  );
  await admin.query(
    "insert into consent (account_id, purpose, notice_version, given, at) values ($1, 'contactShared', 1, true, $2)",
    [account, at],
  );
  await admin.query("insert into tombstone values ('account', 999, $1)", [at]);
  await admin.query("insert into erasure_run (at, kind, count) values ($1, 'appeal', 3)", [at]);
  await admin.query(
    `insert into legal_hold (matter_id, reason, placed_by, placed_at, until_day)
     select min(m.id), '调取', $1, $2, '2027-01-01' from matter m`,
    [account, at],
  );
  await admin.query(
    "insert into disclosure (on_day, recipient, what, law, noted_by, noted_at) values ('2026-08-01', '法院', '记录', '法', $1, $2)",
    [town.people.inspector, at],
  );
  await admin.query(
    `insert into glass (matter_id, account_id, hours, reason, asked_by, asked_office, asked_at)
     select min(m.id), $1, 2, '核查', $2, 'SYS_ADMIN', $3 from matter m`,
    [town.people.inspector, town.people.systemAdmin, at],
  );
  await admin.query(
    `with drawn as (insert into look_draw values ('2026-08-31', 'k', 1, 20, $2) returning week)
     insert into look_sample (week, audit_uid, point, at, account_id, unit_id)
     select week, gen_random_uuid(), 1, $2, $1, $3 from drawn`,
    [town.people.officerA, at, town.units.station],
  );
  await admin.query("insert into open_figure values ('2026-08-01', 'looks.records', 1, 7, null, $1)", [at]);
  await admin.query("insert into privacy_notice_shown values ($1, 1, $2)", [account, at]);
  await admin.query(
    `insert into notice_message (id, channel, account_id, kind, state, next_at, made_at)
     values (gen_random_uuid(), 'mail', $1, 'notices', 'waiting', $2, $2)`,
    [account, at],
  );
}

/** A row in each table around the people of a project. */
async function fillStaffing(admin: pg.Client, town: Town, matter: number, at: Date): Promise<void> {
  const { officerA, officerB, office } = town.people;
  const { bridge } = town.projects;
  await admin.query("insert into absence (account_id, from_at, to_at) values ($1, $2, '2026-09-02')", [officerB, at]);
  await admin.query(
    `insert into delegation (from_account, to_account, principal_id, valid_from, valid_to, reason)
     values ($1, $2, (select min(id) from principal), $3, '2027-01-01', '出差')`,
    [officerA, officerB, at],
  );
  await admin.query(
    `insert into assignment_proposal (project_id, account_id, kind, from_day, reason, state, proposed_by, proposed_at)
     values ($1, $2, 'SPECIALIST', '2026-09-01', '调整', 'PROPOSED', $3, $4)`,
    [bridge, officerB, office, at],
  );
  const { rows } = await admin.query<{ id: number }>(
    `insert into handover (project_id, station_id, kind, from_account, state, note, prepared_by, prepared_at)
     values ($1, $2, 'A', $3, 'REQUESTED', '', $3, $4) returning id`,
    [bridge, town.units.station, officerA, at],
  );
  const handover = rows[0]?.id;
  await admin.query("insert into handover_item values ($1, 1, 'PAPER', '钥匙一把')", [handover]);
  await admin.query("insert into handover_matter values ($1, $2, 'ZX-1', 'consultation')", [handover, matter]);
  await admin.query("insert into staffing_told values ('UNSTAFFED', $1, $2)", [bridge, at]);
}
