import { expect, it, onTestFinished } from "vitest";
import { forTheseTests } from "#test/for-these-tests.ts";
import { startHarness } from "#test/harness.ts";
import { createHttp } from "./http.ts";
import { createLive } from "./live/live.ts";
import { createMetrics, openMetricsDoor } from "./metrics-door.ts";

const house = await forTheseTests(startHarness());

it("shows figures by route, and nothing of who asked for what", async () => {
  const { platform } = house;
  const metrics = createMetrics(platform);
  const live = createLive(platform, { databaseUrl: house.database.appUrl });
  const app = await createHttp({ platform, live, secure: false, logger: false, observe: metrics.observe });
  onTestFinished(() => app.close());
  const door = await openMetricsDoor(metrics, 0);
  onTestFinished(() => door.close());
  await app.inject({ method: "GET", url: "/api/matters/4711" });
  await app.inject({ method: "GET", url: "/api/matters?q=%E5%BC%A0%E4%B8%89" });
  await app.inject({ method: "GET", url: "/nowhere/4712" });
  const answer = await fetch(door.address);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain('huhang_requests_total{method="GET",route="/api/matters/:id",status="401"} 1');
  expect(text).toContain('huhang_requests_total{method="GET",route="",status="404"} 1');
  expect(text).toContain('huhang_effects{state="set_aside"} 0');
  expect(text).toContain('huhang_webhooks{state="parked"} 0');
  expect(text).toMatch(/huhang_database_connections\{state="open"\} [1-9]/);
  const own = text.split("\n").filter((line) => line.includes("route="));
  expect(own.join("\n")).not.toMatch(/4711|4712|张三|%E5/);
  expect((await fetch(door.address.replace("/metrics", "/"))).status).toBe(404);
});
