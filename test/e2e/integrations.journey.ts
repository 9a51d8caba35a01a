import { afterAll, beforeAll, expect, test } from "vitest";
import { openReceiver, type Receiver, taken } from "../receiver.ts";
import { desk, look, openStage, phone, type Stage } from "./stage.ts";

/** Another system is connected: an account by two people, a key, tickets by the key, and being told of what came of them. */

let stage: Stage;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
  stage = await openStage("2026-11-18T10:00:00+08:00", { HUHANG_WEBHOOK_HOSTS: receiver.host });
});
afterAll(async () => {
  await stage?.close();
  await receiver?.close();
});

test("a service account, its key, and its webhook", async () => {
  const security = await stage.enter("许安全", desk);
  await security.getByRole("link", { name: "服务账号" }).first().click();
  await security.getByText("还没有服务账号").waitFor();
  await look(security, "service-none");
  await security.getByRole("button", { name: "新建服务账号" }).click();
  const form = security.getByRole("dialog");
  await form.getByLabel("名称", { exact: true }).fill("12345 热线平台（示例）");
  await form.getByLabel("用途", { exact: true }).fill("转来工单，取回答复");
  await form.getByLabel("单位", { exact: true }).selectOption({ index: 1 });
  for (const name of ["转来热线工单", "查看热线工单列表", "查询可接收工单的单位和项目", "取回工单答复"])
    await form.getByLabel(name).check();
  await form.getByLabel("来源地址").fill("127.0.0.1 10.20.0.0/99");
  await form.getByRole("button", { name: "提出" }).click();
  await form.getByText("“10.20.0.0/99”不是 IP 地址或网段").waitFor();
  await look(security, "service-new");
  await form.getByLabel("来源地址").fill("127.0.0.0/8");
  await form.getByRole("button", { name: "提出" }).click();
  await security.getByText("要另一名管理员同意才生效").waitFor();
  const page = security.url();

  const system = await stage.enter("杨管理", phone);
  await system.goto(`${stage.url}/administration/service-accounts`);
  await system.getByRole("link", { name: "12345 热线平台（示例）" }).waitFor();
  await look(system, "services");
  await system.getByRole("link", { name: "12345 热线平台（示例）" }).click();
  await system.getByRole("button", { name: "同意", exact: true }).waitFor();
  await look(system, "service-decide");
  await system.getByRole("button", { name: "同意", exact: true }).click();
  await system.getByText("有效", { exact: true }).waitFor();

  await security.goto(page);
  await security.getByRole("button", { name: "发新密钥" }).click();
  const shown = security.locator("code", { hasText: /^hhk_[0-9a-z]{8}_[A-Za-z0-9_-]{43}$/ });
  const key = (await shown.textContent()) ?? "";
  await look(security, "service-key");
  await security.getByRole("button", { name: "已妥善保存，收起" }).click();
  await shown.waitFor({ state: "detached" });

  await security.getByRole("button", { name: "新推送地址" }).click();
  const hook = security.getByRole("dialog");
  await hook.getByLabel("对方网址").fill("https://elsewhere.example.com/");
  await hook.getByLabel("事项状态变化").check();
  await hook.getByRole("button", { name: "新建" }).click();
  await hook.getByText("这个主机不在运维人员允许的名单里").waitFor();
  await look(security, "webhook-new");
  await hook.getByLabel("对方网址").fill(receiver.url);
  await hook.getByRole("button", { name: "新建" }).click();
  await security.locator("code", { hasText: /^whsec_/ }).waitFor();
  await look(security, "webhook-secret");

  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(stage.url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "idempotency-key": `journey-${path}-1`,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as { id: number; projects: { id: number; name: string; unitId: number }[] };
  };
  const { projects } = await call("GET", "/api/hotline/places");
  const bridge = projects.find(({ name }) => name.includes("黄河公铁大桥"));
  const { id } = await call("POST", "/api/hotline/tickets", {
    number: "DY-示例-1",
    unitId: bridge?.unitId,
    projectId: bridge?.id,
    title: "夜间施工噪声（示例）",
    text: "工地连续三晚施工到凌晨。",
    subject: "噪声",
    class: "D7",
    receivedAt: "2026-11-18T01:00:00Z",
  });
  // Whoever handles it signs it: the other side hears of that, first badly, then well.
  receiver.answer = (response) => response.writeHead(410).end("维护中");
  const officer = await stage.enter("李警官", desk);
  const signed = await officer.request.post(`${stage.url}/api/matters/${id}/steps/sign`, {
    data: { version: 1 },
    headers: { "idempotency-key": "journey-sign-1" },
  });
  expect(signed.status()).toBe(200);
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
  expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({ type: "matter.moved", data: { matter: id } });
  receiver.answer = taken;
  // What came of it is written down a moment after it has come.
  const given = async () => {
    await security.reload();
    await security.getByRole("link", { name: receiver.url }).waitFor();
    return security.getByText("1 条未送达").count();
  };
  await expect.poll(given, { timeout: 20_000 }).toBe(1);
  await look(security, "service");
  // The system's administrator is told of it where he looks first, and who can do something about it.
  await system.goto(`${stage.url}/administration/status`);
  await system.getByText("1 条多次未送达，已停止。", { exact: false }).waitFor();
  await look(system, "status-parked");
  await system.setViewportSize(desk);
  await look(system, "status-parked");
  await system.setViewportSize(phone);
  await security.getByRole("link", { name: receiver.url }).click();
  await security.getByText("未送达，已停止").last().waitFor();
  await look(security, "webhook-log");
  await security.getByRole("button", { name: "重发全部未送达的 1 条" }).click();
  await security.getByText("1 条将马上重发").waitFor();

  await system.goto(`${stage.url}/`);
  await system.getByRole("button", { name: "English" }).click();
  await system.goto(page);
  await system.getByRole("heading", { name: "Webhooks" }).waitFor();
  await look(system, "service-en");
});
