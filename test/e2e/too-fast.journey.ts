import { afterAll, beforeAll, expect, it } from "vitest";
import { look, openStage, phone, type Stage } from "./stage.ts";

// An operator who allows little; what somebody sees who asks for more.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("2026-11-17T09:20:00+08:00", { HUHANG_RATE_SESSION: "60" });
});
afterAll(() => stage.close());

it("whoever asks too fast reads so in plain words, and goes on a moment later by the button that is there", async () => {
  const liaison = await stage.enter("周联络", phone);
  const tooFast = liaison.getByText("操作太快了，请过一会儿再试。").first();
  const list = liaison.locator('main a[href^="/matters/"]').first();
  // Half a minute's worth is there at once: a person who reads never comes so far, not even on a slow machine.
  await expect
    .poll(
      async () => {
        await liaison.evaluate(() => Promise.all(Array.from({ length: 20 }, () => fetch("/api/matters"))));
        await liaison.goto(`${stage.url}/matters`);
        await tooFast.or(list).waitFor();
        return tooFast.isVisible();
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await look(liaison, "too-fast");
  await expect
    .poll(
      async () => {
        const again = liaison.getByRole("button", { name: "再试一次" }).first();
        if (await again.isVisible()) await again.click();
        return list.isVisible();
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBe(true);
});
