import type { Story } from "../acts.ts";
import { bridge } from "./bridge.ts";
import { pipes } from "./pipes.ts";
import { runhai } from "./runhai.ts";
import { yanwo } from "./yanwo.ts";

/** Forty consultations over some two months; the order does not matter, time does. */
export const stories: readonly Story[] = [...bridge, ...runhai, ...pipes, ...yanwo];
