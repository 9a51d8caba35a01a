import type { Story } from "../acts.ts";
import { bridge } from "./bridge.ts";
import { kenli } from "./kenli.ts";
import { pipes } from "./pipes.ts";
import { runhai } from "./runhai.ts";

/** Forty consultations over some two months; the order does not matter, time does. */
export const stories: readonly Story[] = [...bridge, ...runhai, ...pipes, ...kenli];
