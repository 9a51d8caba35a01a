import { createInstance, type TFunction } from "i18next";
import type { Channel, Letter } from "./channel.ts";
import en from "./messages.en.json" with { type: "json" };
import zh from "./messages.zh-CN.json" with { type: "json" };
import type { Outgoing } from "./post.commands.ts";

const words: Readonly<Record<Outgoing["locale"], TFunction>> = { "zh-CN": wordsOf(zh), en: wordsOf(en) };

function wordsOf(texts: Readonly<Record<string, string>>): TFunction {
  const i18n = createInstance({
    lng: "any",
    initAsync: false,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { any: { translation: texts } },
  });
  void i18n.init();
  return i18n.t;
}

/** The number of a matter that is not private, a sentence, a link: no title, no name, nothing that somebody wrote. */
export function letterOf(message: Outgoing, to: string, code: string | null, { home }: Pick<Channel, "home">): Letter {
  const t = words[message.locale];
  const foot = t("mail.foot", { link: `${home}/me` });
  if (message.kind === "code") {
    return { id: message.id, to, subject: t("mail.codeSubject"), text: `${t("mail.code", { code })}\n\n${foot}\n` };
  }
  if (message.proofs) {
    const text = `${t("mail.proof")}\n${home}/me/security\n\n${foot}\n`;
    return { id: message.id, to, subject: t("mail.proofSubject"), text };
  }
  const { only } = message;
  if (only?.number && only.matter !== null) {
    const subject = t("mail.oneSubject", { number: only.number });
    const line = t("mail.one", { number: only.number, what: t(`mail.kind.${only.kind}`) });
    return { id: message.id, to, subject, text: `${line}\n${home}/matters/${only.matter}\n\n${foot}\n` };
  }
  const subject = t("mail.manySubject", { count: message.count });
  const line = t("mail.many", { count: message.count });
  return { id: message.id, to, subject, text: `${line}\n${home}/notices\n\n${foot}\n` };
}
