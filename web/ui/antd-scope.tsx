import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import type { ReactNode } from "react";
import { useWords } from "#web/i18n/index.ts";
import { styleNonce } from "#web/nonce.ts";
import { colours, fontFamily } from "#web/ui/theme.ts";

/**
 * Ant Design for what only a desk needs (tables, dates), in our colours and with the page's style nonce.
 * Import it in pages that are loaded on demand only: a phone should not pay for it.
 */
export function AntdScope({ children }: { children: ReactNode }) {
  const { locale } = useWords();
  const nonce = styleNonce();
  return (
    <ConfigProvider
      locale={locale === "en" ? enUS : zhCN}
      {...(nonce === undefined ? {} : { csp: { nonce } })}
      wave={{ disabled: true }}
      theme={{
        token: {
          colorPrimary: colours.navy,
          colorInfo: colours.navy,
          colorLink: colours.navy,
          colorSuccess: colours.good,
          colorWarning: colours.attention,
          colorError: colours.late,
          colorText: colours.ink,
          colorTextSecondary: colours.soft,
          colorTextTertiary: colours.soft,
          colorTextPlaceholder: colours.soft,
          colorTextDescription: colours.soft,
          colorBorder: colours.edge,
          colorBorderSecondary: colours.line,
          colorBgLayout: colours.ground,
          borderRadius: 6,
          fontFamily,
          fontSize: 16,
          controlHeight: 40,
          motionDurationFast: "0.08s",
          motionDurationMid: "0.12s",
          motionDurationSlow: "0.16s",
        },
      }}
    >
      {children}
    </ConfigProvider>
  );
}
