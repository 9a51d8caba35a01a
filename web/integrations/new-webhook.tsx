import { type FormEvent, useState } from "react";
import type { WebhookEvent } from "#capabilities/integrations/webhook-events.ts";
import { useAction } from "#web/call.ts";
import home from "#web/home/home.module.css";
import { useWords } from "#web/i18n/index.ts";
import { Checks } from "#web/integrations/checks.tsx";
import { ActionError, useFieldError } from "#web/staffing/action-error.tsx";
import forms from "#web/staffing/staffing.module.css";
import { Button } from "#web/ui/button.tsx";
import { TextField } from "#web/ui/field.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

interface Props {
  id: number;
  offers: readonly WebhookEvent[];
  hosts: readonly string[];
  onMade: (secret: string) => void;
  onClose: () => void;
}

/** 新推送地址: where to, of the operator's list, and which events. No draft: such an address is often a secret itself. */
export function NewWebhook({ id, offers, hosts, onMade, onClose }: Props) {
  const { t, say } = useWords();
  const create = useAction("webhook.create");
  const errorOf = useFieldError(create.error);
  const [url, setUrl] = useState("https://");
  const [events, setEvents] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const chosen = offers.filter((one) => events.includes(one));
    if (chosen.length === 0) return;
    const made = await create.mutateAsync({ id, url, events: chosen }).catch(() => undefined);
    if (made) onMade(made.secret);
  };
  return (
    <Sheet open onClose={onClose} title={t("webhook.new")}>
      <form className={forms["form"]} noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("webhook.url")}
          hint={t("webhook.urlHint", { hosts: hosts.join("、") })}
          type="url"
          value={url}
          error={errorOf("url")}
          autoComplete="off"
          onChange={setUrl}
        />
        <Checks
          legend={t("webhook.events")}
          choices={offers.map((value) => ({ value, label: say(`webhook.event.${value}`) }))}
          chosen={events}
          error={tried && events.length === 0 ? say("issue.required") : undefined}
          onChange={setEvents}
        />
        <ActionError error={create.error} except={["url"]} />
        <div className={home["buttons"]}>
          <Button type="submit" look="filled" busy={create.isPending}>
            {t("webhook.create")}
          </Button>
          <Button onClick={onClose}>{t("act.cancel")}</Button>
        </div>
      </form>
    </Sheet>
  );
}
