import type { LibraryEntry } from "./api.ts";

/** A step of the way from the library's root to a folder. */
export interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** The folders above and including `path`, without the root. */
export function crumbs(path: string): Crumb[] {
  const parts = path.split("/").filter((part) => part !== "");
  return parts.map((name, i) => ({ name, path: parts.slice(0, i + 1).join("/") }));
}

/** Those entries whose name holds every word of `text`, whatever the case and the accents. */
export function matching(entries: readonly LibraryEntry[], text: string): LibraryEntry[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  return entries.filter(({ name }) => {
    const within = plain(name);
    return words.every((word) => within.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How an entry stands to what is staged. */
export function stagedMark(
  entry: LibraryEntry,
  stagedPath: string | undefined,
): "staged" | "inside" | undefined {
  if (stagedPath === undefined) {
    return undefined;
  }
  if (entry.type === "file") {
    return entry.path === stagedPath ? "staged" : undefined;
  }
  return stagedPath.startsWith(`${entry.path}/`) ? "inside" : undefined;
}

/** Milliseconds since the epoch of what the library tells, a number or an ISO date. */
export function modifiedMs(modifiedAt: LibraryEntry["modifiedAt"]): number | undefined {
  const ms = typeof modifiedAt === "string" ? Date.parse(modifiedAt) : modifiedAt;
  return ms === undefined || Number.isNaN(ms) ? undefined : ms;
}
