import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { contract } from "#matters/contract.ts";
import { fillTheRest } from "#test/access/fill.ts";
import { questionOf } from "#test/fixture/openings.ts";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";

let app: pg.Client;
/** Tables that the application may touch at all. */
let tables: string[];

const house = await forTheseTests(startHarness());
const { admin } = house;
beforeAll(async () => {
  app = new pg.Client({ connectionString: house.database.appUrl });
  await app.connect();
  // So that no table of theirs is empty by chance.
  const { id } = await house.as("liaison")(contract["matter.open"], questionOf(house.town));
  await house.as("officerA")(contract["matter.step"], {
    id,
    step: "askSpecialist",
    version: 1,
    form: { text: "请给口径" },
  });
  await fillTheRest(admin, house.town, id);
  tables = (await admin.query<{ name: string }>(rowsOf("c.relname as name", grantedSomehow))).rows.map(
    (row) => row.name,
  );
});
afterAll(() => app.end());

/** Relations of the platform's two schemas in the catalogue. */
const rowsOf = (columns: string, condition: string) =>
  `select ${columns} from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${condition} order by c.relname`;
const appRole = `(select oid from pg_roles where rolname = ${pg.escapeLiteral(inject("testServer").app.name)})`;
const anyPrivilege = "select, insert, update, delete, truncate, references, trigger";
const grantedSomehow = `(has_table_privilege(${appRole}, c.oid, '${anyPrivilege}')
  or has_any_column_privilege(${appRole}, c.oid, 'select, insert, update, references'))`;

/** Tables that the application may touch although nothing guards their rows. */
const unguarded = rowsOf(
  "c.relname as table",
  `${grantedSomehow} and not (c.relkind in ('r', 'p') and c.relrowsecurity and c.relforcerowsecurity
     and exists (select from pg_policy p where p.polrelid = c.oid))`,
);

/** How many rows of each table a role sees; null where it may not even ask. */
async function countAll(enter: string): Promise<Record<string, number | null>> {
  const counts: Record<string, number | null> = {};
  for (const table of tables) {
    await app.query("begin");
    try {
      await app.query(enter);
      const { rows } = await app.query<{ n: number }>(`select count(*)::int as n from ${pg.escapeIdentifier(table)}`);
      counts[table] = rows[0]?.n ?? 0;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === "42501")) throw error;
      counts[table] = null;
    } finally {
      await app.query("rollback");
    }
  }
  return counts;
}

const seen = (counts: Record<string, number | null>) => Object.keys(counts).filter((table) => (counts[table] ?? 0) > 0);

describe("row-level security", () => {
  it("is enabled and forced, with a policy, on every table that the application may touch", async () => {
    expect((await admin.query(unguarded)).rows).toEqual([]);
    expect(tables.length).toBeGreaterThanOrEqual(32);
  });

  it("would be missed: a table without it is found, and one whose policies bind all but its owner", async () => {
    const owner = new pg.Client({ connectionString: house.database.ownerUrl });
    await owner.connect();
    const grant = `grant select on left_open, half_open to ${pg.escapeIdentifier(inject("testServer").app.name)}`;
    await owner.query(`begin; create table left_open (id int); create table half_open (id int);
      alter table half_open enable row level security; create policy see on half_open using (true); ${grant}`);
    const { rows } = await owner.query<{ table: string }>(unguarded);
    await owner.query("rollback");
    await owner.end();
    expect(rows.map((row) => row.table)).toEqual(["half_open", "left_open"]);
  });

  it("leaves no table aside but the migrator's own list", async () => {
    const { rows } = await admin.query<{ name: string }>(rowsOf("c.relname as name", "not c.relrowsecurity"));
    expect(rows.map((row) => row.name)).toEqual(["huhang_migration"]);
    expect(tables).not.toContain("huhang_migration");
  });

  it("has something to hide in every table, so that an empty answer means something", async () => {
    const empty: string[] = [];
    for (const table of tables) {
      const { rows } = await admin.query(`select from ${pg.escapeIdentifier(table)} limit 1`);
      if (rows.length === 0) empty.push(table);
    }
    expect(empty).toEqual([]);
  });

  it("shows nothing of any table while nobody acts, but whether this is a demo", async () => {
    expect(seen(await countAll("select 1"))).toEqual(["platform"]);
  });

  it.each([
    ["an unknown account", "select app.enter(999999, null, '2026-09-22T01:00:00Z')"],
    ["a member without a firm", "select app.enter(1, null, '2026-09-22T01:00:00Z')"],
    ["a member for another firm", "select app.enter(1, 2, '2026-09-22T01:00:00Z')"],
    ["an account before its first grant", "select app.enter(5, null, '2020-01-01T00:00:00Z')"],
    ["a session that does not exist", "select app.enter_session('x'::bytea || 'y'::bytea, '2026-09-22T01:00:00Z')"],
  ])("shows nothing after %s has tried to enter, whoever acted before", async (_who, enter) => {
    const before = `select app.enter(${house.town.people.cityOffice}, null, '2026-09-22T01:00:00Z'); select set_config('app.engine', '1', true)`;
    expect(seen(await countAll(before))).toContain("matter");
    expect(seen(await countAll(`${before}; ${enter}`))).toEqual(["platform"]);
  });

  it("shows the platform's own actor what its jobs need, and nothing of matters", async () => {
    const reference =
      "calendar_year limit_rule policy_item policy_set platform principal procedure_version role topic unit work_calendar stage_item number_series";
    const people =
      "absence access_grant account assignment enterprise project project_enterprise project_stage project_change";
    // Clean-up and the clock: files that nobody attached, stored answers, events, what is due.
    const jobs =
      "due effect_consumer effect_pending file idempotency metric_snapshot outbox " +
      "assignment_proposal handover handover_item handover_matter rule_setting staffing_told " +
      // Which matters a project takes along when it halts: their ids and nothing of them.
      "project_stage_item return_visit_rule return_visit_draw " +
      // Moved units, whose matters the job opens to the new parent, and calendars, whose limits it computes anew.
      "unit_move calendar_change module_off " +
      "notice notice_address notice_delivery notice_message notice_setting quiet_day " +
      // Lists under way: whose they are and how far, not what stands in them; what other systems are told of, as ids.
      // Also which weeks were drawn for the inspectorate's sample, and what the public page shows.
      "look_draw open_figure import_batch import_work service_account webhook_endpoint webhook_delivery webhook_attempt";
    expect(seen(await countAll("select app.enter_system()")).toSorted()).toEqual(
      `${reference} ${people} ${jobs}`.split(" ").toSorted(),
    );
  });
});

describe("privileges", () => {
  it("belong to nobody in general: PUBLIC has none on tables, sequences and schemas", async () => {
    const { rows } = await admin.query(
      `select c.relname, a.privilege_type from pg_class c join pg_namespace n on n.oid = c.relnamespace
         cross join aclexplode(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))) a
        where n.nspname in ('public', 'app') and a.grantee = 0
       union all
       select n.nspname, a.privilege_type from pg_namespace n cross join aclexplode(n.nspacl) a
        where n.nspname in ('public', 'app') and a.grantee = 0 and not (n.nspname = 'public' and a.privilege_type = 'USAGE')`,
    );
    expect(rows).toEqual([]);
  });

  it("of the application are only those that its work needs", async () => {
    const { rows } = await admin.query<{ table: string; can: string[] }>(
      rowsOf(
        `c.relname as table, array(select p from unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p
            where has_table_privilege(${appRole}, c.oid, p)) as can`,
        grantedSomehow,
      ),
    );
    const can = new Map(rows.map((row) => [row.table, row.can]));
    const tablesWith = (privilege: string) => rows.filter((row) => row.can.includes(privilege)).map((row) => row.table);
    // What was written stays: no history is changed or taken away.
    for (const table of ["entry", "audit", "rating"]) expect(can.get(table), table).toEqual(["insert"]);
    expect(tablesWith("truncate")).toEqual([]);
    expect(tablesWith("trigger")).toEqual([]);
    expect(tablesWith("references")).toEqual([]);
    // Projections of the entries are rewritten; the rest is swept by the platform's own actor.
    // Absences, loans and limits that have not begun may be taken back: they never were.
    expect(tablesWith("delete")).toEqual([
      "absence",
      "delegation",
      "due",
      "effect_consumer",
      "effect_pending",
      "file",
      "idempotency",
      "import_work",
      "limit_rule",
      // Two matters that are not the same after all.
      "matter_link",
      "notice",
      "notice_address",
      "notice_delivery",
      "notice_message",
      "outbox",
      "quiet_day",
      "saved_view",
      "turn",
      "webhook_delivery",
      "work_calendar",
    ]);
    expect(tablesWith("update")).toEqual([
      "answer_template",
      "assignment_proposal",
      "due",
      "effect_consumer",
      "effect_pending",
      "file",
      "handover",
      "idempotency",
      "matter",
      "matter_audience",
      "matter_duplicate",
      "matter_link",
      "matter_search",
      "notice_address",
      "notice_delivery",
      "notice_message",
      "notice_setting",
      "number_series",
      "policy_item_version",
      "return_visit_draw",
      "task",
    ]);
    expect(can.get("outbox")).toEqual(["insert", "delete"]);
    // Places begin and end by single columns; nobody rewrites who had them when.
    expect(can.get("assignment")).toEqual([]);
    // Who has which other relation is changed by no operation of this version.
    for (const table of ["access_grant", "matter_party", "principal", "account", "role", "unit"])
      expect(can.get(table), table).toEqual([]);
  });

  it("keep secrets from the application: hashes, tokens, ratings", async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
          and c.relname = any ($1) and not has_column_privilege(${appRole}, c.oid, a.attname, 'select') order by 1`,
      [tables],
    );
    const hidden = rows.map((row) => row.name);
    expect(hidden.filter((name) => !name.startsWith("rating."))).toEqual([
      "access_code.code_hash",
      "account.password_at",
      "account.password_hash",
      "account.password_temporary",
      "service_key.key_hash",
      "session.previous_hash",
      "session.renewed_at",
      "session.token_hash",
      "staff_code.code_hash",
    ]);
    expect(hidden.filter((name) => name.startsWith("rating."))).toHaveLength(6);
    // Reached through functions only.
    for (const table of [
      "sign_in_failure",
      "password_history",
      "totp",
      "recovery_code",
      "passkey",
      "sign_in_challenge",
      "account_recovery",
      "account_link",
    ])
      expect(tables, table).not.toContain(table);
  });

  it("of the application's role are an ordinary role's", async () => {
    const { rows } = await admin.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
              (select count(*)::int from pg_auth_members m where m.member = r.oid) as member_of
         from pg_roles r where r.oid = ${appRole}`,
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        member_of: 0,
      },
    ]);
  });
});

describe("functions", () => {
  it("with the owner's rights pin their search path", async () => {
    const { rows } = await admin.query(
      `select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'app') and p.prosecdef
          and not coalesce(p.proconfig && array['search_path=pg_catalog, public'], false)`,
    );
    expect(rows).toEqual([]);
  });

  it("with the owner's rights are the reviewed ones", async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'app') and p.prosecdef order by 1`,
    );
    expect(rows.map((row) => row.name)).toEqual([...reviewed].toSorted());
  });

  it("tell nothing of a matter to whom does not see it", async () => {
    const { rows } = await admin.query<{ id: string }>("select id from matter limit 1");
    const looks = async (enter: string) => {
      await app.query("begin");
      await app.query(enter);
      const found = await app.query("select * from app.views_of('matter:' || $1)", [rows[0]?.id]);
      await app.query("rollback");
      return found.rowCount;
    };
    await house.as("officerA")(contract["matter.get"], { id: Number(rows[0]?.id) });
    const { officerA, otherA } = house.town.people;
    expect(await looks(`select app.enter(${officerA}, null, '2026-09-22T01:00:00Z')`)).toBe(1);
    expect(await looks(`select app.enter(${otherA}, null, '2026-09-22T01:00:00Z')`)).toBe(0);
    expect(await looks("select 1")).toBe(0);
  });

  it("give nobody a name while nobody acts", async () => {
    const names = "select * from app.labels_of(array(select generate_series(1, 500)), '2026-09-22T01:00:00Z')";
    expect((await app.query(names)).rowCount).toBe(0);
    await app.query("begin");
    await app.query(`select app.enter(${house.town.people.officerA}, null, '2026-09-22T01:00:00Z')`);
    expect((await app.query(names)).rowCount).toBeGreaterThan(0);
    await app.query("rollback");
  });
});

/** Functions that look past row-level security. A new one belongs here only after somebody has thought about it. */
const reviewed = [
  // Who acts: these set the actor, or look at relations on his behalf.
  "enter enter_session enter_service enter_service_account own_relations is_absent peek_session",
  // Signing in and out, before there is an actor.
  "find_sign_in take_trial give_back_trial object_of_trial open_session end_session why_ended firms_of",
  // The proofs of whoever acts or is about to sign in, and his own sessions.
  "credentials_of past_passwords set_password begin_totp begun_totp confirm_totp remove_totp take_totp_step own_links",
  "replace_recovery_codes take_recovery_code renew_session end_own_session put_challenge take_challenge claim_challenge settle_challenge",
  "add_passkey own_passkeys rename_passkey remove_passkey find_passkey use_passkey add_link remove_link find_link use_link",
  // Sessions of others and a member's name: for whoever keeps the accounts, or binds the firm.
  "end_sessions_of rename_member",
  // Their secrets under a new key, for the platform's own actor only.
  "totp_to_seal put_totp",
  // Codes on paper, before there is an actor; members who leave; who fills a firm's places, for whoever serves it.
  "find_code redeem_code find_member change_member holders_of",
  // A complaint without a name: ties whoever opens it to it, and nobody else; where it belongs, told by whom it names.
  "stand_behind place_without_name",
  // When relations change by their dates; words for principals of rows that the caller has seen; who looked, for whoever sees it.
  "next_turn labels_of views_of",
  // Principals of a new unit, account, project or firm, whoever enters it; for offices, what a code means, undoing a list, whether a login is taken.
  "make_principals find_enterprise named_firms named_projects undo_import sweep_imports taken_tickets undo_tickets taken_logins",
  // Figures of units, for whoever leads them or runs the program in them: no column says anything of a person.
  "figure_units figure_entries figure_limits figure_overdue figure_open figure_projects figure_people figure_stages",
  // The board's counts of projects, too: for whoever sees those projects.
  "figure_ratings figure_sponsored figure_handovers figures_since figure_board",
  // Clean-up, for the platform's own actor.
  "referenced_files sweep_sessions",
  // The first administrators of an installation, by their links; how far its setting up has come.
  "find_admin_link redeem_admin_link setup_counts",
  // Sealing of the audit, for the platform's own actor; that a new row waits for it, as a trigger of the audit only.
  "open_audit_rows take_open_audit last_audit_batch seal_audit audit_batches sealed_audit retire_audit",
  // People's words and telephones going over to a sealed form or a new key, for the platform's own actor; one's own telephone.
  "entries_to_seal put_sealed phones_to_seal keep_phone contacts_to_seal put_contact",
  // What the database itself demands of a project's places.
  "demand_officers tier_of station_of",
  // Who could take a place, how much of that he carries, whether the caller is alone in his office: for the staff.
  "staff_in_roles office_alone places_of",
  // Who was responsible, for callers who have seen the project; principals that hear of a change.
  "responsible_at told_of_change",
  // Hand-overs of one's own; the swap of a place by its successor; what one could lend, and to whom on one's own side.
  "handover_projects take_over loan_words takers",
  // Puts an event down for its consumers, as a trigger of the outbox only; who may stand behind principals, for the platform only.
  "note_effects find_hearers",
  // Units: what goes along with one, what hangs on it, as numbers; rights there, for whoever keeps its accounts or leads it.
  "move_below unit_ties rights_of",
  // Clocks that run, by kind and without their matters: what a calendar would move, for administrators.
  "running_clocks",
  // Rights and first access of the staff: two persons, for whoever keeps the account; a code, before there is an actor.
  "close_service_account approve_grant end_grants locked_staff unlock_staff redeem_staff_code",
  // Recovery: for whoever serves the firm or keeps the account; before there is an actor; the circle, for the platform only.
  "recovery_circle recovery_power recoverable recovery_owner recoveries give_recovery confirm_recovery end_recovery find_recovery use_recovery",
  // Ids in the index of the search for who acts, whose rows the policies show; how often measures were cited, for their keepers.
  "search_matters citations_since",
  // Whether somebody shares his telephone; who looked at one's own data, by unit; one's own places on projects.
  "shares_contact looks_at own_places",
  // Retention: what is over, erasing it, holds; for the platform's own actor and for whoever keeps the data.
  "keeps_data matter_to_hold record_to_hold number_held is_held due_for_erasure matters_to_erase erase_matter erase_accounts note_erasure",
  // Who needs a firm's telephones; the caller's looks at masked values; assessments that are over; the register's end.
  "needs_contacts own_unmaskings assessments_over register_ends erase_register",
  // What people wrote beside the matters: what of it is over, and erasing it.
  "holds_on words_over erase_words",
  // Break-glass: every condition is asked again in them, whatever the application says.
  "glass_office reads_by_glass ask_glass open_glass end_glass number_in_glass",
  // Lots: of return visits, for the auditor alone, as ids; of looks, who judges one, what the audit says of it, for the auditor too.
  "return_visit_draws judges_look drawn_looks looks_to_draw judges_of retire_looks",
  // For everybody: what is published, and rules in force; counting it, for the platform only.
  "open_figures open_modules open_retention open_limits open_visit_rule count_openness openness_since",
].flatMap((line) => line.split(" "));
