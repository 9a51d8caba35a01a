import { z } from "zod";

const range = z.union([z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()]);

/** An address, or a network as address/bits: `192.0.2.7`, `10.1.0.0/16`, `2001:db8::/32`. */
export const addressRange = z
  .string()
  .max(60)
  .overwrite((value) => value.trim())
  .refine((value) => range.safeParse(value).success);
