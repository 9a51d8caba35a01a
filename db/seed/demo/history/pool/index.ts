import { borders } from "./borders.ts";
import { cyber } from "./cyber.ts";
import { economic } from "./economic.ts";
import { law } from "./law.ts";
import { other } from "./other.ts";
import type { Question } from "./question.ts";
import { residence } from "./residence.ts";
import { security } from "./security.ts";
import { traffic } from "./traffic.ts";

export const questions: readonly Question[] = [
  ...traffic,
  ...residence,
  ...borders,
  ...security,
  ...cyber,
  ...economic,
  ...law,
  ...other,
];
