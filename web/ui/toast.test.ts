import { expect, it } from "vitest";
import { shownToast, toastWhen } from "./toast.tsx";

it("a line stands once the thing is done, with what came of it, and none when it went wrong", async () => {
  const failing = Promise.reject<number>(new Error("refused"));
  toastWhen(failing, () => "已撤回");
  await failing.catch(() => undefined);
  expect(shownToast()).toBeUndefined();
  const doing = Promise.resolve(3);
  toastWhen(doing, (count) => `已发出 ${count} 件`);
  await doing;
  expect(shownToast()?.text).toBe("已发出 3 件");
});
