import { anybody, anybodyAtWork, atWorkOrSystem, whoeverSeesIt } from "./basics.ts";

export const directoryRules = {
  "project.list": atWorkOrSystem,
  "project.get": whoeverSeesIt,
  "enterprise.get": whoeverSeesIt,
  "calendar.get": anybody,
  "topic.list": anybodyAtWork,
} as const;
