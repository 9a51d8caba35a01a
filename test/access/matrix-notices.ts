import { row, type Row } from "./matrix.ts";

/** Everybody's own notices, how they arrive, and a firm's quiet days. */
export const noticeRows: readonly Row[] = [
  row("notice.list", "one's own", () => ({}), "ok", {}),
  row("notice.count", "one's own", () => ({}), "ok", {}),
  row("notice.read", "one's own", () => ({ upTo: 1 }), "ok", {}),
  row("notice.settings", "one's own", () => ({}), "ok", {}),
  row(
    "notice.changeSettings",
    "one's own",
    () => ({
      mode: "digest",
      digestAt: "17:00",
      quietFrom: "19:00",
      quietTo: "08:30",
      quietRestDays: true,
      locale: "zh-CN",
    }),
    "ok",
    {},
  ),
  // No mail goes out here.
  row("notice.changeAddress", "one's own", () => ({ address: "a@example.com" }), "invalid", {}),
  row("notice.confirmAddress", "a guess", () => ({ code: "ABCD-EFGH-JKMN" }), "ok", {}),
  row("notice.removeAddress", "one's own", () => ({}), "ok", {}),
  row("quietDay.add", "of a firm", () => ({ from: "2026-12-01", to: "2026-12-02" }), "forbidden", {
    liaison: "ok",
    otherLiaison: "ok",
  }),
  row(
    "quietDay.remove",
    "of none",
    () => ({ id: 999_999 }),
    "not-found",
    {},
    () => "quietDay:999999",
  ),
];
