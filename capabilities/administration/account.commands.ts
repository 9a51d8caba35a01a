import { sql } from "kysely";
import { presentMe } from "#access/me.queries.ts";
import { hashChosen } from "#access/passwords.commands.ts";
import { tellOwner } from "#access/proof-changes.commands.ts";
import type { accountRules } from "#access/rules/administration.ts";
import { showSecondFactor } from "#access/second-factor.commands.ts";
import type { Context } from "#directory/context.ts";
import type { Handlers } from "#directory/handler.ts";
import { late, refused } from "#directory/refusals.ts";
import { AppError } from "#kernel/errors.ts";
import { plainLogin } from "#kernel/fields/credentials.ts";
import type { accountContract } from "./account-contract.ts";
import { accountOf, accountsOf, findStaff, isOpen, type Staff } from "./account.queries.ts";
import { findPlace } from "./place.queries.ts";

type Ids =
  | "staff.list"
  | "staff.get"
  | "staff.create"
  | "staff.change"
  | "staff.endSessions"
  | "staff.close"
  | "staff.unlock"
  | "staff.issueCode"
  | "staff.redeemCode";

/** A code is handed over in person: a week is enough to get round to it. */
const codeDays = 7;

/** Accounts of the staff: made, closed, let in. Rights are in `grant.commands.ts`. */
export const accountHandlers: Handlers<Pick<typeof accountContract, Ids>, Pick<typeof accountRules, Ids>> = {
  "staff.list": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const found = await accountsOf(ctx, input);
      ctx.counted(found.items.length);
      ctx.shown(found.items.map(({ id }) => id));
      return found;
    },
  }),

  "staff.get": async (ctx, input) => {
    const staff = await findAccount(ctx, input.id);
    return staff && { subject: staff, run: () => accountOf(ctx, staff) };
  },

  "staff.create": async (ctx, input) => {
    const unit = await findPlace(ctx, input.unitId);
    if (!unit) throw refused("unitId", "unknownUnit");
    return {
      subject: unit,
      run: async () => {
        if (unit.closed) throw refused("unitId", "unitClosed");
        const made = await ctx.db
          .insertInto("account")
          .values({
            kind: "staff",
            login: input.login ?? plainLogin(input.policeNumber),
            duty_name: input.dutyName,
            police_number: input.policeNumber,
            unit_id: unit.id,
            duty_phone: input.dutyPhone,
            created_at: ctx.now,
          })
          // The number itself, or the login: whichever index the database looks at first.
          .onConflict((on) => on.doNothing())
          .returning("id")
          .executeTakeFirst();
        if (!made) throw await whyTaken(ctx, input);
        ctx.about(`account:${made.id}`);
        return { id: made.id };
      },
    };
  },

  "staff.change": async (ctx, input) => {
    const staff = await findAccount(ctx, input.id);
    if (!staff) return undefined;
    const to = input.unitId === undefined ? undefined : await findPlace(ctx, input.unitId);
    if (input.unitId !== undefined && !to) throw refused("unitId", "unknownUnit");
    return {
      subject: { ...staff, to: to ?? staff },
      run: async () => {
        if (to?.closed === true) throw refused("unitId", "unitClosed");
        const next = {
          ...(input.dutyName !== undefined && { duty_name: input.dutyName }),
          ...(to && { unit_id: to.id }),
          ...(input.dutyPhone !== undefined && { duty_phone: input.dutyPhone }),
        };
        if (Object.keys(next).length === 0) return {};
        const changed = await ctx.db
          .updateTable("account")
          .set(next)
          .where("id", "=", staff.accountId)
          .where("version", "=", input.version)
          .where((eb) => eb.or([eb("closed_at", "is", null), eb("closed_at", ">", ctx.now)]))
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw await whyUnchanged(ctx, staff.accountId);
        return {};
      },
    };
  },

  "staff.endSessions": async (ctx, input) => {
    const staff = await findAccount(ctx, input.id);
    return (
      staff && {
        subject: staff,
        run: async () => {
          await sql`select app.end_sessions_of(${staff.accountId}, ${ctx.now})`.execute(ctx.db);
          return {};
        },
      }
    );
  },

  "staff.close": async (ctx, input) => {
    const staff = await findAccount(ctx, input.id);
    return (
      staff && {
        subject: staff,
        run: async () => {
          // First the account: whoever comes second finds it closed.
          const closed = await ctx.db
            .updateTable("account")
            .set({ closed_at: ctx.now })
            .where("id", "=", staff.accountId)
            .where((eb) => eb.or([eb("closed_at", "is", null), eb("closed_at", ">", ctx.now)]))
            .executeTakeFirst();
          if (closed.numUpdatedRows === 0n) throw late("accountClosed");
          await voidCode(ctx, staff.accountId);
          const ended = await sql<{ n: number }>`
            select app.end_grants(${staff.accountId}, null, ${input.reason}, ${ctx.now}) as n`.execute(ctx.db);
          return { ended: ended.rows[0]?.n ?? 0 };
        },
      }
    );
  },

  "staff.unlock": async (ctx, input) => {
    const staff = await findAccount(ctx, input.id);
    return (
      staff && {
        subject: staff,
        run: async () => {
          await sql`select app.unlock_staff(${staff.accountId})`.execute(ctx.db);
          return {};
        },
      }
    );
  },

  "staff.issueCode": async (ctx, input) => {
    const staff = await findAccount(ctx, input.id);
    return (
      staff && {
        subject: staff,
        run: async () => {
          if (!isOpen(staff, ctx.now)) throw late("accountClosed");
          if (staff.policeNumber === null) throw late("noPoliceNumber");
          await voidCode(ctx, staff.accountId);
          const code = ctx.codes.draw();
          const [hash] = ctx.codes.hashesOf(code);
          if (!hash) throw new Error("a code has a hash");
          const expiresAt = new Date(ctx.now.getTime() + codeDays * 86_400_000);
          await ctx.db
            .insertInto("staff_code")
            .values({
              account_id: staff.accountId,
              issued_by: ctx.actor.accountId,
              issued_at: ctx.now,
              expires_at: expiresAt,
              code_hash: hash,
            })
            .execute();
          return { code, expiresAt: expiresAt.toISOString() };
        },
      }
    );
  },

  "staff.redeemCode": async (ctx, input) => ({
    subject: {},
    run: async () => {
      const trial = `staff-code:${input.policeNumber}`;
      await ctx.session.try(trial);
      // The hash is computed before anybody knows whether the code is right: the time taken tells nothing.
      const hash = await hashChosen(ctx, input.password, [input.policeNumber], "password");
      const found = await sql<{ id: number | null }>`
        select app.redeem_staff_code(${ctx.codes.hashesOf(input.code)}, ${input.policeNumber}, ${hash}, ${ctx.now}) as id`.execute(
        ctx.db,
      );
      const id = found.rows[0]?.id ?? null;
      if (id === null) {
        ctx.session.tried(trial);
        throw refused("code", "staffCodeRefused");
      }
      ctx.about(`account:${id}`);
      // Whoever gave the code out would else become him whose account he keeps: a second factor comes back by two persons.
      const secondFactor = await showSecondFactor(ctx, { accountId: id, kind: "staff" }, trial, input.proof);
      const actor = await ctx.session.open(id, null, { method: "CODE", secondFactor }).catch((error: unknown) => {
        // He has shown that he is meant, so he may know why; the code stays good until his right is approved.
        throw error instanceof AppError && error.code === "sign-in-failed" ? refused("code", "noRightYet") : error;
      });
      // Whose account it is was not known before.
      const own = await ctx.db.selectFrom("account").select("login").where("id", "=", id).executeTakeFirstOrThrow();
      if (await ctx.session.isGuessable(input.password, [own.login, actor.dutyName, input.policeNumber]))
        throw refused("password", "passwordGuessable");
      await tellOwner(ctx, "password", id);
      return presentMe(ctx, actor);
    },
  }),
};

async function findAccount(ctx: Context, id: number): Promise<Staff | undefined> {
  ctx.about(`account:${id}`);
  return findStaff(ctx, id);
}

/** Somebody else was faster: he has closed the account, or corrected it. */
async function whyUnchanged(ctx: Context, id: number): Promise<AppError> {
  const staff = await findStaff(ctx, id);
  if (!staff || !isOpen(staff, ctx.now)) return late("accountClosed");
  return new AppError("stale-version", { params: { version: staff.version } });
}

/** Somebody of the staff has the number; or anybody at all has the login, a firm's person too. */
async function whyTaken(ctx: Context, input: { policeNumber: string; login?: string | undefined }): Promise<AppError> {
  const known = await ctx.db
    .selectFrom("account")
    .select("id")
    .where(sql<string>`app.plain_number(police_number)`, "=", input.policeNumber)
    .executeTakeFirst();
  if (known) return refused("policeNumber", "policeNumberTaken");
  return refused("login", input.login === undefined ? "chooseLogin" : "loginTaken");
}

/** Makes the code that is out void; two who issue at once come one after the other. */
async function voidCode(ctx: Context, account: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(1213548621, ${account}::int)`.execute(ctx.db);
  await ctx.db
    .updateTable("staff_code")
    .set({ ended_at: ctx.now })
    .where("account_id", "=", account)
    .where("redeemed_at", "is", null)
    .where("ended_at", "is", null)
    .execute();
}
