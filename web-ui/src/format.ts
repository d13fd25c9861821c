import { messages } from "./messages.ts";

/**
 * Media time as `m:ss`, or `h:mm:ss` where it, or the film's whole length, reaches an hour; `–:––` for what is not a
 * number. Rounded down, so that a clock never runs ahead of its film.
 */
export function clockTime(seconds: number, longestSeconds = seconds): string {
  if (!Number.isFinite(seconds)) {
    return messages.controls.unknownDuration;
  }
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 || longestSeconds >= 3600
    ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}`
    : `${minutes}:${rest}`;
}

/** A signed offset in words' order, `+0:12` or `−1:03:20`. */
export function clockOffset(seconds: number): string {
  return `${seconds < 0 ? "−" : "+"}${clockTime(Math.abs(seconds))}`;
}

const KIBI = 1024;
const SIZE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Bytes with three significant digits at most, `1.37 GiB`. */
export function byteSize(bytes: number, locale?: string): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= KIBI && unit < SIZE_UNITS.length - 1) {
    value /= KIBI;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${SIZE_UNITS[unit]}`;
}

/** A time in milliseconds that people compare at a glance: `7 ms`, `240 ms`, `1.2 s`, `75 s`. */
export function shortDuration(milliseconds: number, locale?: string): string {
  const size = Math.abs(milliseconds);
  if (size < 10) {
    return messages.unit.milliseconds(size.toLocaleString(locale, { maximumFractionDigits: 1 }));
  }
  if (size < 1000) {
    return messages.unit.milliseconds(String(Math.round(size)));
  }
  const digits = size < 10_000 ? 1 : 0;
  return messages.unit.seconds((size / 1000).toLocaleString(locale, { maximumFractionDigits: digits }));
}

/**
 * Seconds to a tenth, `0.1 s`. Without `Intl`, whose first number takes a browser 18 ms: this one is told while a film
 * is awaited.
 */
export function tenths(seconds: number): string {
  return messages.unit.seconds(decimal(seconds, 1));
}

/** How many times one thing is another, two digits at least: `0.42`, `3.1`, `120`. Without `Intl`, as `tenths`. */
export function times(factor: number): string {
  return decimal(factor, factor >= 10 ? 0 : factor >= 1 ? 1 : 2);
}

function decimal(value: number, digits: number): string {
  return value.toFixed(digits).replace(".", messages.unit.decimalMark);
}

/** How far a player is from the party, with the direction in words. */
export function driftInWords(driftMs: number): string {
  const value = shortDuration(driftMs);
  return driftMs < 0 ? messages.sync.behind(value) : messages.sync.ahead(value);
}

/**
 * A date as short as it is still clear: the time for today, else day and month, with the year once it is another one.
 */
export function shortDate(epochMs: number, nowMs: number, locale?: string): string {
  const date = new Date(epochMs);
  const now = new Date(nowMs);
  if (date.toDateString() === now.toDateString()) {
    return date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  }
  const sameYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleDateString(locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  });
}

/** A part of a whole, 0 to 1, in whole percent; one digit more below 10 %. */
export function percent(part: number, locale?: string): string {
  const value = 100 * part;
  return value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** A rate in megabits a second, three digits at most. */
export function megabits(bitsPerSecond: number, locale?: string): string {
  return (bitsPerSecond / 1e6).toLocaleString(locale, { maximumSignificantDigits: 3 });
}

/** `A, B and C`, in the language of the other words. */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat(messages.language, { style: "long", type: "conjunction" }).format(parts);
}

/** The film's name for people: the last part of its path without the extension. */
export function filmName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/**
 * Text from outside, cut to a length that a page can show, and without the characters that turn the direction of the
 * text around them (Unicode bidirectional controls), or lie over the lines above and below (more than four marks on
 * one letter). Whole characters only: no surrogate pair is cut in half.
 */
export function plainText(text: string, maxCharacters: number): string {
  const clean = text
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1");
  return cut(clean, maxCharacters);
}

/** A text of at most that many characters, whole ones. */
export function cut(text: string, maxCharacters: number): string {
  const characters = [...text];
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join("")}…`;
}

const FROM_RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Plain text that stands within a sentence: one that is read from right to left is kept from taking the sentence's
 * figures and marks along (Unicode isolates, UAX 9).
 */
export function inSentence(text: string, maxCharacters: number): string {
  const plain = plainText(text, maxCharacters);
  return FROM_RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
