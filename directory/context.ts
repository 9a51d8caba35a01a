import type { Transaction } from "kysely";
import type { Readable } from "node:stream";
import type { DB } from "#db/rows.gen.ts";
import type { AppError } from "#kernel/errors.ts";
import type { PlatformEvent } from "#kernel/event.ts";
import type { CallInputOf, Operation, OutputOf, SessionLimit } from "#kernel/operation.ts";
import type { WorkCalendar } from "#kernel/work-calendar.ts";

/** Who acts in this transaction, as `app.enter` found him by dated grants, assignments and delegations. */
export interface Actor {
  readonly accountId: number;
  /** `service`: another system, which holds no role. */
  readonly kind: "staff" | "member" | "service";
  readonly dutyName: string;
  readonly locale: string;
  readonly unitId: number | null;
  readonly enterpriseId: number | null;
  /** Read only by `access/`. */
  readonly roles: readonly { readonly role: string; readonly unitId: number | null }[];
  readonly principals: readonly number[];
  readonly units: readonly number[];
  /** Units that he arranges as their program office: people, projects, assignments. */
  readonly offices: readonly number[];
  readonly projects: readonly number[];
  readonly coversCity: boolean;
  /** Keeps units, accounts and settings; has no part in the business. */
  readonly administers: boolean;
  /** Operations that another system may call. */
  readonly scopes?: readonly string[];
  /** Why its key is not good here and now; it has no relation to anything then. */
  readonly refused?: string | null;
  /** Matters that two administrators have opened to him for a while, to read. */
  readonly glass?: readonly { readonly matterId: number; readonly until: string }[];
  /** Complaints without a name that are his: nothing on record about one names him. */
  readonly unnamed?: readonly number[];
  readonly sessionId?: number;
  readonly device?: "phone" | "desk";
  /** By what he came in, whether with two factors, and when he last proved himself (milliseconds). */
  readonly method?: SignInMethod;
  readonly secondFactor?: boolean;
  readonly provedAt?: number | null;
  /** He has to do this first; until then he has no relation to anything. */
  readonly limit?: SessionLimit;
}

/** DEMO: by a card of the demo city; CODE: by a code on paper. */
export type SignInMethod = "PASSWORD" | "CODE" | "PASSKEY" | "OIDC" | "DEMO";

/** A stored file as the engine keeps it. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: Buffer;
  readonly width: number | null;
  readonly height: number | null;
  readonly storageKey: string;
  readonly thumbKey: string | null;
}

/** What came of one part of an operation. */
export type Part<T> = { readonly done: T } | { readonly refused: AppError };

/** What the shell lends to every handler: one transaction, one instant, one actor. */
export interface Context {
  readonly db: Transaction<DB>;
  /** The instant of this operation; the only time a handler may know. */
  readonly now: Date;
  readonly actor: Actor;
  readonly calendar: WorkCalendar;
  /** Whether this database is marked as a demo. */
  readonly demo: boolean;
  /** Names the record that the audit row is about, with the purpose derived from the relation (decision 24). */
  about(object: string, purpose?: string): void;
  /** The audit row of this call names nobody, nor from where it came: the requester of a complaint without a name. */
  unnamed(): void;
  /** Why somebody does what he is asked a reason for, and to what of the record; stands in the audit row. */
  because(reason: string, field?: string): void;
  /** How many records a list showed, for its audit row. */
  counted(count: number): void;
  /** Whose telephone, login or number an answer shows whole: each of them finds it among who looked at his data. */
  shown(accounts: readonly number[]): void;
  /** Names more records that one call has changed; each gets an audit row of its own (decision 24). */
  changed(objects: readonly string[]): void;
  /**
   * Does another operation as one part of this one: with its own decision, savepoint and audit row. What it refuses is
   * given back and takes no other part with it.
   */
  part<Op extends Operation>(operation: Op, input: CallInputOf<Op>): Promise<Part<OutputOf<Op>>>;
  /** Leaves an outbox message for everybody who holds one of the principals. */
  emit(event: PlatformEvent, readers: readonly number[], barred?: readonly number[]): Promise<void>;
  /** HMAC that tells whether an audit row is as it was written. */
  isIntact(row: AuditRow): boolean;
  readonly vault: Vault;
  /** The keyed digest that somebody has drawn lots by, under that key; null when the key is gone. */
  drawAgain(drawer: string, keyId: string): ((data: string) => Buffer) | null;
  readonly session: SessionDoor;
  readonly codes: CodeDoor;
  readonly keys: KeyDoor;
  readonly factors: FactorDoor;
  readonly passkeys: PasskeyDoor;
  readonly identities: IdentityDoor;
  readonly files: FileDoor;
  readonly post: PostDoor;
}

/** Personal values at rest (docs/decisions, "Sealed at rest"): sealed under a key of their module and bound to their place. */
export interface Vault {
  /** What the envelopes of today's key begin with; a job seals anew what begins otherwise. */
  readonly head: Buffer;
  seal(module: string, place: string, value: string): Buffer;
  open(module: string, place: string, sealed: Buffer): string;
  /** Keyed digests for looking a value up by equality, under every key in use, today's first. */
  blind(module: string, value: string): Buffer[];
}

export interface AuditRow {
  uid: string;
  at: Date;
  account_id: number | null;
  enterprise_id: number | null;
  unit_id: number | null;
  device: string | null;
  operation: string;
  purpose: string;
  object: string;
  count: number | null;
  status: number;
  detail: unknown;
  key_id: string;
  hmac: Buffer;
}

/**
 * With what somebody has shown who he is. A session that goes on `from` another one brings the proof of that along, and
 * does not open when that one is over.
 */
export interface Proof {
  readonly method: SignInMethod;
  readonly secondFactor: boolean;
  readonly provedAt?: Date | null;
  readonly from?: number;
}

/** Signing in and out: tokens, hashes and cookies stay in the shell. */
export interface SessionDoor {
  /** Opens a session, sets the cookie, and makes the account this transaction's actor. */
  open(accountId: number, enterpriseId: number | null, proof: Proof): Promise<Actor>;
  /** The actor has just proved himself: his session goes on under another token. */
  renew(secondFactor: boolean): Promise<void>;
  end(): Promise<void>;
  /** Both work while the call holds no connection: what it had read before, it reads anew. */
  verifyPassword(password: string, hash: string | null): Promise<boolean>;
  /** The slow hash of a password that somebody chooses. */
  hashPassword(password: string): Promise<string>;
  /** Whether a password is among the first that somebody would try who knows these words about its owner. */
  isGuessable(password: string, about: readonly string[]): Promise<boolean>;
  /**
   * Under which name a trial of a password counts: the login, or this browser where the account has signed in at it before.
   */
  trialOf(login: string, accountId: number | undefined): string;
  /**
   * Puts down a trial under this name, a login or a firm's code, before anything is judged (S1.3); it is given back when
   * the call is over, unless it was `tried` in vain.
   * @throws AppError too-many: there were too many trials under this name, right or wrong
   */
  try(name: string): Promise<void>;
  /** The guess under this name was wrong: on record, and its trial counts, however much else of the call is taken back. */
  tried(name: string): void;
}

/** Codes on paper: what is printed never comes near the database. */
export interface CodeDoor {
  /** A new code, as it is printed. */
  draw(): string;
  /** Its keyed digest, under every key that is still in use; the active key's is the first. */
  hashesOf(code: string, purpose?: "access-code" | "recovery-code" | "account-recovery"): Buffer[];
}

/** Keys of other systems: the key is shown once, only its digest is kept. */
export interface KeyDoor {
  draw(): { readonly key: string; readonly prefix: string; readonly hash: Buffer };
}

/** One-time codes of an app (TOTP, RFC 6238); secrets lie sealed to their account. */
export interface FactorDoor {
  /** A new secret, sealed, with the address that an app reads from a QR code. */
  drawTotp(
    accountId: number,
    label: string,
  ): { readonly sealed: Buffer; readonly secret: string; readonly uri: string };
  /** The step of a right code, at most one step of 30 seconds off; null for a wrong one. */
  checkTotp(accountId: number, sealed: Buffer, code: string): number | null;
}

/** A passkey's answer, as the browser gives it; checked by the shell. */
export interface PasskeyAnswer {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly clientExtensionResults: object;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | undefined;
  };
}
export interface NewPasskeyAnswer extends Omit<PasskeyAnswer, "response"> {
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}
/** What is kept of a passkey. */
export interface KnownPasskey {
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
}
/** What a browser is asked: once, for some minutes, and by the same actor only. */
export type PasskeyQuestion = { challenge: string } & Record<string, unknown>;

/** Passkeys (WebAuthn): a null says that an answer is forged, foreign, repeated, too late, or given without the person. */
export interface PasskeyDoor {
  askToAdd(
    owner: { readonly accountId: number; readonly login: string; readonly dutyName: string },
    known: readonly string[],
  ): Promise<PasskeyQuestion>;
  askToShow(): Promise<PasskeyQuestion>;
  checkAdded(answer: NewPasskeyAnswer): Promise<KnownPasskey | null>;
  /** Its counter from now on. */
  checkShown(answer: PasskeyAnswer, passkey: KnownPasskey): Promise<number | null>;
}

/** Whom an identity provider has named, by keyed digests of its issuer and number, today's key's first. */
export interface Arrived {
  readonly issuer: string;
  readonly hashes: readonly Buffer[];
  /** The sign-in there was of a declared strength: it counts as two factors. */
  readonly strong: boolean;
  readonly declaresStrength: boolean;
}

/** Signing in by somebody else's word: the browser goes to a provider and comes back with its answer. */
export interface IdentityDoor {
  readonly offered: readonly { readonly id: string; readonly name: string; readonly nameEn: string }[];
  /** @throws AppError not-found; unavailable (reason `providerAway`) */
  begin(provider: string): Promise<{ readonly address: string; readonly ticket: string }>;
  /**
   * Takes the ticket with what the browser brought back, once: whoever was signed in, or nobody, when it was given out.
   * @throws AppError not-found; sign-in-failed (`ticketOver`, `answerRefused`); unavailable (`providerAway`)
   */
  arrive(provider: string, ticket: string, answer: string): Promise<Arrived>;
}

/** Letters out of the platform: whether any go out here, and what is kept for them, sealed to the account. */
export interface PostDoor {
  readonly isOpen: boolean;
  sealAddress(accountId: number, address: string): Buffer;
  openAddress(accountId: number, sealed: Buffer): string;
  sealCode(accountId: number, code: string): Buffer;
}

export interface FileDoor {
  /** The file that came with a multipart request, taken in, checked and stored. */
  takeIn(): Promise<StoredFile>;
  open(storageKey: string): Promise<Readable>;
  remove(storageKey: string): Promise<void>;
}

/** Answer of a handler whose operation replies with a file. */
export interface FileReply {
  readonly stream: Readable;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number | null;
}
