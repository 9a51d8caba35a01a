import appealEn from "./appeal/messages.en.json" with { type: "json" };
import appealZh from "./appeal/messages.zh-CN.json" with { type: "json" };
import conductEn from "./conduct/messages.en.json" with { type: "json" };
import conductZh from "./conduct/messages.zh-CN.json" with { type: "json" };
import statementEn from "./statement/messages.en.json" with { type: "json" };
import statementZh from "./statement/messages.zh-CN.json" with { type: "json" };
import rightsEn from "./rights/messages.en.json" with { type: "json" };
import rightsZh from "./rights/messages.zh-CN.json" with { type: "json" };
import hotlineEn from "./hotline/messages.en.json" with { type: "json" };
import hotlineZh from "./hotline/messages.zh-CN.json" with { type: "json" };
import consultationEn from "./consultation/messages.en.json" with { type: "json" };
import consultationZh from "./consultation/messages.zh-CN.json" with { type: "json" };
import returnVisitEn from "./return-visits/messages.en.json" with { type: "json" };
import returnVisitZh from "./return-visits/messages.zh-CN.json" with { type: "json" };
import inquiryEn from "./inquiry/messages.en.json" with { type: "json" };
import inquiryZh from "./inquiry/messages.zh-CN.json" with { type: "json" };
import stageItemEn from "./projects/messages.en.json" with { type: "json" };
import stageItemZh from "./projects/messages.zh-CN.json" with { type: "json" };

/** The texts of every kind of matter by its id, for papers that the server writes. */
export const procedureTexts: Readonly<Record<"zh" | "en", Readonly<Record<string, Readonly<Record<string, string>>>>>> =
  {
    zh: {
      consultation: consultationZh,
      appeal: appealZh,
      stageItem: stageItemZh,
      hotline: hotlineZh,
      conduct: conductZh,
      statement: statementZh,
      returnVisit: returnVisitZh,
      inquiry: inquiryZh,
      rightsRequest: rightsZh,
    },
    en: {
      consultation: consultationEn,
      appeal: appealEn,
      stageItem: stageItemEn,
      hotline: hotlineEn,
      conduct: conductEn,
      statement: statementEn,
      returnVisit: returnVisitEn,
      inquiry: inquiryEn,
      rightsRequest: rightsEn,
    },
  };
