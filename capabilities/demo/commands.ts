import type { demoRules } from "#access/rules/demo.ts";
import { presentMe } from "#access/me.queries.ts";
import type { Handlers } from "#directory/handler.ts";
import { sql } from "kysely";
import type { contract } from "./contract.ts";
import { personas } from "./personas.ts";

/** The demo city's people, to try the platform as (decision 31). */
export const demoHandlers: Handlers<typeof contract, typeof demoRules> = {
  "demo.personas": async (ctx) => ({
    subject: {},
    run: async () => ({ demo: ctx.demo, items: ctx.demo ? personas.map(({ login: _login, ...card }) => card) : [] }),
  }),

  "demo.signIn": async (ctx, input) => {
    const persona = personas.find((one) => one.id === input.persona);
    if (!persona) return undefined;
    return {
      subject: { demo: ctx.demo },
      run: async () => {
        const found = await sql<{ account_id: number; enterprises: number[] }>`
          select account_id, enterprises from app.find_sign_in(${persona.login}, ${ctx.now})`.execute(ctx.db);
        const account = found.rows[0];
        if (!account) throw new Error(`the demo has no account ${persona.login}`);
        const actor = await ctx.session.open(account.account_id, account.enterprises[0] ?? null, {
          method: "DEMO",
          secondFactor: false,
        });
        return presentMe(ctx, actor);
      },
    };
  },
};
