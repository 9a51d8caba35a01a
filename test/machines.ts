import type pg from "pg";
import { contract } from "#capabilities/integrations/contract.ts";
import { AppError } from "#kernel/errors.ts";
import type { Operation, OutputOf } from "#kernel/operation.ts";
import { execute } from "#server/pipeline.ts";
import type { Harness } from "./harness.ts";

/** Another system with a key of its own. */
export interface Machine {
  readonly id: number;
  readonly key: string;
  readonly keyId: number;
  /** Calls through the pipeline with its key. */
  call<Op extends Operation>(operation: Op, input: Record<string, unknown>, key?: string): Promise<OutputOf<Op>>;
}

export const hotlineScopes = [
  "ticket.receive",
  "ticket.replies",
  "ticket.export",
  "ticket.exports",
  "hotlineExport.get",
];

let keys = 0;

/** A service account through its whole beginning: proposed, approved by a second person, with one key. */
export async function connectMachine(
  house: Harness,
  more: {
    name?: string;
    scopes?: readonly string[];
    unitId?: number;
    addresses?: readonly string[];
    days?: number;
  } = {},
): Promise<Machine> {
  const { id } = await house.as("securityAdmin")(contract["serviceAccount.propose"], {
    name: more.name ?? "12345 热线（示例）",
    purpose: "转来工单，取回答复",
    unitId: more.unitId ?? house.town.units.branch,
    scopes: more.scopes ?? hotlineScopes,
    addresses: more.addresses ?? [],
  });
  await house.as("systemAdmin")(contract["serviceAccount.approve"], { id });
  const issued = await house.as("securityAdmin")(contract["serviceKey.issue"], { id, days: more.days ?? 365 });
  return machineWith(house, id, issued.id, issued.key);
}

export function machineWith(house: Harness, id: number, keyId: number, key: string, address = "127.0.0.1"): Machine {
  return {
    id,
    key,
    keyId,
    async call<Op extends Operation>(operation: Op, input: Record<string, unknown>, idempotencyKey?: string) {
      keys += 1;
      const answer = await execute(house.platform, operation.id, input, {
        key: { hash: house.platform.crypto.digest(key), address },
        device: "desk",
        idempotencyKey: idempotencyKey ?? `machine-key-${keys}`,
      });
      answer.file?.stream.destroy();
      return answer.body as OutputOf<Op>;
    },
  };
}

/** How a call was refused: its code, and the reason where it has one. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      const { code, params } = error;
      return [code, params["reason"], ...error.issues.map((one) => `${one.path} ${one.code}`)]
        .filter(Boolean)
        .join(" ");
    },
  );
}

/** A row in each table of the other systems. */
export async function fillMachines(
  admin: pg.Client,
  unit: number,
  by: number,
  second: number,
  at: Date,
): Promise<void> {
  await admin.query(
    `with made as (insert into account (kind, login, duty_name, unit_id, created_at)
       values ('service', 'service:x', '示例系统', $1, $4) returning id),
     service as (insert into service_account (account_id, purpose, scopes, procedures, addresses, state, proposed_by,
         proposed_at, decided_by, decided_at)
       select id, 'X', '{ticket.replies}', '{hotline}', '{}', 'ACTIVE', $2, $4, $3, $4 from made returning account_id)
     insert into service_key (account_id, slot, prefix, key_hash, issued_by, issued_at, expires_at)
     select account_id, 1, 'aaaaaaaa', 'x', $2, $4, '2027-01-01' from service`,
    [unit, by, second, at],
  );
  await admin.query(
    `with endpoint as (insert into webhook_endpoint (account_id, url, events, secret, made_by, made_at)
       select account_id, 'https://hooks.example.com/', '{ticket.replied}', 'x', $1, $2 from service_account
        where purpose = 'X' limit 1 returning id),
     delivery as (insert into webhook_delivery (id, endpoint_id, event, body, happened_at, state, next_at)
       select gen_random_uuid(), id, 'ticket.replied', '{}', $2, 'waiting', $2 from endpoint returning id)
     insert into webhook_attempt (delivery_id, no, at, ms) select id, 1, $2, 5 from delivery`,
    [by, at],
  );
}
