import { stat, statfs } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { loadKeys } from "#server/adapters/crypto/key-file.ts";
import { keyFileOf, type Settings } from "#server/settings.ts";
import { aboutDatabase } from "./doctor-database.ts";
import { aboutHome } from "./doctor-home.ts";
import { type Finding, finding } from "./finding.ts";

/** docs/security/keys-and-logs.md: two years. */
const longestKeyMs = 731 * 86_400_000;

/** Looks at everything that an operator has to keep in order; changes nothing. */
export async function examine(settings: Settings, clock = () => new Date()): Promise<Finding[]> {
  return [
    ...(await aboutKeys(settings, clock())),
    ...(await aboutDisk(settings.dataDir)),
    await aboutPort(settings),
    ...(await aboutHome(settings)),
    await aboutMail(settings),
    ...(await aboutDatabase(settings, clock)),
  ];
}

async function aboutKeys(settings: Settings, now: Date): Promise<Finding[]> {
  const keyFile = keyFileOf(settings);
  try {
    const ring = await loadKeys({ keyFile, create: false });
    const made = Date.parse(ring.keys.get(ring.active)?.created ?? "");
    const old = now.getTime() - made > longestKeyMs;
    return [
      finding("ok", "keys", `密钥文件 ${keyFile}`, `${ring.keys.size} keys, active ${ring.active}; keep a copy apart`),
      ...(old ? [finding("warn", "key-age", "当前密钥已使用两年以上", "old: run huhang new-key and restart")] : []),
    ];
  } catch (error) {
    return [{ health: "fail", name: "keys", text: error instanceof Error ? error.message : String(error) }];
  }
}

async function aboutDisk(folder: string): Promise<Finding[]> {
  const there = await stat(folder).catch(() => undefined);
  if (!there) {
    return [
      finding(
        "fail",
        "disk",
        `数据文件夹“${folder}”不存在`,
        `the data folder ${folder} does not exist: set HUHANG_DATA`,
      ),
    ];
  }
  return [judgeSpace(await statfs(folder))];
}

/** How much room there is, from what the system says of a disk. */
export function judgeSpace(disk: {
  readonly bavail: number;
  readonly blocks: number;
  readonly bsize: number;
}): Finding {
  const { bavail, blocks, bsize } = disk;
  const free = bavail * bsize;
  const gigabytes = (free / 1024 ** 3).toFixed(1);
  const share = Math.round((bavail / blocks) * 100);
  const short = free < 1024 ** 3 ? "fail" : share < 10 ? "warn" : "ok";
  return finding(short, "disk", `剩余 ${gigabytes} GB（${share}%）`, short === "ok" ? "free" : "free: make room");
}

async function aboutPort({ host, port }: Settings): Promise<Finding> {
  if (port === 0) return finding("ok", "port", "由系统选择", "chosen by the system");
  const taken = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(true));
    probe.listen({ host, port }, () => probe.close(() => resolve(false)));
  });
  if (!taken) return finding("ok", "port", `${host}:${port} 空闲`, "free; the platform is not running");
  const ours = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(
    async (answer) => (await answer.text()).includes('"status":"ok"'),
    () => false,
  );
  return ours
    ? finding("ok", "port", `${host}:${port} 平台正在运行`, "the platform answers there")
    : finding("fail", "port", `${host}:${port} 被其他程序占用`, "another program has it: set PORT");
}

async function aboutMail({ mail }: Settings): Promise<Finding> {
  if (!mail) return finding("ok", "mail", "未设置邮件", "none is sent; set HUHANG_SMTP_URL if you want it");
  const { host, port } = mail;
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const end = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
  return answers
    ? finding("ok", "mail", `${host}:${port} 可达`, "answers")
    : finding("warn", "mail", `${host}:${port} 无法连接`, "does not answer: check HUHANG_SMTP_URL and the network");
}
