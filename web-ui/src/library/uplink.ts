/** The part of `GET /api/delivery` that the page shows; rates are bits of film a second. */
export interface Delivery {
  /** Whether delivery is fair at all. */
  readonly fair: boolean;
  /** As it is set: `auto`, `unlimited`, or such as `20M`. */
  readonly uplink: string;
  readonly rateBitsPerSecond?: number | null;
  readonly estimateBitsPerSecond?: number | null;
  readonly viewers: readonly { readonly bitsPerSecond: number }[];
}

export type UplinkChoice =
  | { readonly kind: "auto" }
  | { readonly kind: "unlimited" }
  | { readonly kind: "fixed"; readonly megabits: number };

const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1e-6],
  ["K", 1e-3],
  ["M", 1],
  ["G", 1e3],
]);

const SMALLEST_MEGABITS = 0.1;
const LARGEST_MEGABITS = 100_000;

/** Reads a setting, undefined for one that this page does not know. */
export function uplinkChoice(setting: string): UplinkChoice | undefined {
  if (setting === "auto" || setting === "unlimited") {
    return { kind: setting };
  }
  const [, number, unit] = /^([0-9]+(?:\.[0-9]+)?)([KMG]?)$/.exec(setting.toUpperCase()) ?? [];
  const factor = UNITS.get(unit ?? "?");
  return number === undefined || factor === undefined
    ? undefined
    : { kind: "fixed", megabits: Number((Number(number) * factor).toPrecision(12)) };
}

/** The setting's word for a choice, undefined for a rate that cannot be meant. */
export function uplinkSetting(choice: UplinkChoice): string | undefined {
  if (choice.kind !== "fixed") {
    return choice.kind;
  }
  const { megabits } = choice;
  // In thousands of bits: the setting takes whole numbers.
  return megabits >= SMALLEST_MEGABITS && megabits <= LARGEST_MEGABITS
    ? `${Math.round(megabits * 1000)}k`
    : undefined;
}

/** What all viewers take together now, in bits a second. */
export function usedBitsPerSecond(delivery: Delivery): number {
  return delivery.viewers.reduce((sum, { bitsPerSecond }) => sum + bitsPerSecond, 0);
}
