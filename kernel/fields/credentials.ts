import { z } from "zod";
import { refusal } from "./refusal.ts";
import { cleanCode, cleanText, countCharacters } from "./text.ts";

/**
 * A login as it is written down and looked up, by whichever door: small letters of plain width, without spaces around.
 * `app.plain_login` says the same of what the database holds.
 */
export function plainLogin(value: string): string {
  return cleanText(value).normalize("NFKC").trim().toLowerCase();
}

/** A login that somebody types at a door. */
export const typedLogin = z.string().min(1).max(100).overwrite(plainLogin);

/**
 * A login that somebody chooses: 4 to 40 letters, digits, dots, hyphens and underscores, a letter or digit first. None
 * that reads like a police number: these are the logins of those whose numbers they are, also of who comes tomorrow.
 */
export const newLogin = z
  .string()
  .max(200)
  .overwrite(plainLogin)
  .refine((value) => /^[a-z0-9][a-z0-9._-]{3,39}$/.test(value), { ...refusal("newLogin"), abort: true })
  .refine((value) => !/^[a-z]{0,3}[0-9-]+$/.test(value), refusal("likePoliceNumber"));

/**
 * A police number as it is kept: capital letters, digits and hyphens, whatever the cell or the form says.
 * `app.plain_number` says the same of what the database holds.
 */
export const policeNumber = z
  .string()
  .max(60)
  .overwrite((value) => cleanCode(value).toUpperCase())
  .regex(/^[A-Z0-9][A-Z0-9-]{2,19}$/);

/** S1.1: at least ten characters, of three of the four kinds: small and capital letters, digits, anything else. */
export const newPassword = z.string().max(200).refine(isStrong, refusal("newPassword"));

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}\s]/u];

function isStrong(text: string): boolean {
  // As it is compared when somebody signs in.
  const value = text.normalize("NFKC");
  return (
    countCharacters(value) >= 10 &&
    new Set(value).size >= 5 &&
    !/[\p{Cc}\p{Cs}]/u.test(value) &&
    kinds.filter((kind) => kind.test(value)).length >= 3
  );
}

/** Letters of a code that is read from paper: none that looks like another one. */
export const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A code from paper as it is compared: capital letters without spaces and hyphens, and what people read for 0 and 1
 * taken as that. A text that is no code comes to nothing that any code could be.
 */
export const accessCode = z
  .string()
  .max(60)
  .overwrite((value) =>
    cleanCode(value).toUpperCase().replaceAll(/[-–—]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1"),
  )
  // Of what is left: spaces and hyphens alone are no code.
  .min(1);
