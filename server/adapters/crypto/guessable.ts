import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

/** 10^8 trials: below it a password falls to somebody who tries common ones first, even slowly and from many places. */
const enoughGuessesLog10 = 8;
/** Words of this platform, which everybody here thinks of. */
const ownWords = ["huhang", "护航", "police", "gongan", "jingcha", "dongying", "lijin"];

let loaded: Promise<ZxcvbnFactory> | undefined;

/** The list of common passwords is large: it is read when somebody first chooses a password. */
function load(): Promise<ZxcvbnFactory> {
  loaded ??= Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]).then(
    ([core, common]) =>
      new core.ZxcvbnFactory({
        dictionary: { passwords: common.dictionary["passwords-common"] },
        graphs: common.adjacencyGraphs,
      }),
  );
  return loaded;
}

/**
 * Whether a password is among the first that somebody would try: a common one, also in disguise, a row of keys, a date,
 * something repeated, or made of words about its owner.
 */
export async function isGuessable(password: string, about: readonly string[]): Promise<boolean> {
  const zxcvbn = await load();
  const { guessesLog10 } = zxcvbn.check(password.normalize("NFKC"), [...ownWords, ...about]);
  return guessesLog10 < enoughGuessesLog10;
}
