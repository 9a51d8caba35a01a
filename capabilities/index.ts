import type { Procedure } from "#kernel/procedure.ts";
import { appeal } from "./appeal/procedure.ts";
import { conduct } from "./conduct/procedure.ts";
import { statement } from "./statement/procedure.ts";
import { consultation } from "./consultation/procedure.ts";
import { hotline } from "./hotline/procedure.ts";
import { inquiry } from "./inquiry/procedure.ts";
import { returnVisit } from "./return-visits/procedure.ts";
import { rightsRequest } from "./rights/procedure.ts";
import { stageItem } from "./projects/procedure.ts";

/** Every kind of matter that this platform knows. A new service is one line here (docs/howto/add-a-service.md). */
export const procedures: readonly Procedure[] = [
  consultation,
  appeal,
  hotline,
  stageItem,
  conduct,
  statement,
  returnVisit,
  inquiry,
  rightsRequest,
];
