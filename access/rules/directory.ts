import { anybody, anybodyAtWork, whoeverSeesIt } from "./basics.ts";

export const directoryRules = {
  "project.list": anybodyAtWork,
  "project.get": whoeverSeesIt,
  "enterprise.get": whoeverSeesIt,
  "calendar.get": anybody,
  "topic.list": anybodyAtWork,
} as const;
