import { generateSecret, generateURI, verifySync } from "otplib";

/** S1.2: the clocks of a telephone and of the platform may be one step apart. */
const stepSeconds = 30;
const issuer = "护航 Huhang";

/** A new secret of 160 bits, and the address that an authenticator app reads from a QR code. */
export function drawTotp(label: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer, label, secret, period: stepSeconds }) };
}

/** The step to which a code of six digits belongs, now or one step off; null when it is wrong. */
export function checkTotp(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, period: stepSeconds, epochTolerance: stepSeconds });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}
