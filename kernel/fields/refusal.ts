/** Why a field refuses a value: message keys below `issue.`, with texts in `messages.*.json` beside this file. */
export type RefusalCode =
  | "required"
  | "brokenText"
  | "controlCharacters"
  | "citizenNumber"
  | "creditCode"
  | "personName"
  | "phone"
  | "mobilePhone"
  | "landLine"
  | "plate"
  | "pointSwapped"
  | "latitude"
  | "longitude"
  | "newLogin"
  | "likePoliceNumber"
  | "newPassword";

/** For zod's `refine`: the code travels in the params, where `issuesOf` looks for it. */
export function refusal(code: RefusalCode): { error: string; params: { code: RefusalCode } } {
  return { error: code, params: { code } };
}
