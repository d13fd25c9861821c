/** What the service tells of the staged film, as far as a copy is compared by it. */
export interface Original {
  readonly sizeBytes?: number;
  /** Lower-case hexadecimal, see [sampleHash]. */
  readonly sampleHash?: string;
  readonly durationSeconds?: number;
}

/** The part of a `File` that comparing needs. */
export interface Copy {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** What a page can compare with. */
export interface Tools {
  /** `crypto.subtle`, which browsers have in secure contexts only (https, or this very machine). */
  readonly subtle: Pick<SubtleCrypto, "digest"> | undefined;
  /** Length of the copy in seconds, undefined where the browser cannot tell. */
  readonly duration: () => Promise<number | undefined>;
}

export type Verdict =
  /** `by` tells what was compared: the bytes, or what little there is to go by without them. */
  | { readonly kind: "same"; readonly by: "content" | "size-and-duration" }
  | { readonly kind: "different"; readonly because: "size" | "content" | "duration" }
  /** The service does not tell enough to compare. */
  | { readonly kind: "unknown" };

const SAMPLE_BYTES = 1 << 20;
const SAME_LENGTH_SECONDS = 0.5;

/**
 * The fingerprint of a film: SHA-256 over its size (8 bytes, big-endian), its first MiB, the MiB in the middle, which
 * starts at `(size - 1 MiB) / 2`, and its last MiB; of a shorter file each of the three is all of it. In lower-case
 * hexadecimal. The media service computes the same of what it stages.
 */
export async function sampleHash(file: Copy, subtle: Pick<SubtleCrypto, "digest">): Promise<string> {
  const length = Math.min(file.size, SAMPLE_BYTES);
  const sampled = new Uint8Array(8 + 3 * length);
  new DataView(sampled.buffer).setBigUint64(0, BigInt(file.size));
  const starts = [0, Math.floor((file.size - length) / 2), file.size - length];
  for (const [i, start] of starts.entries()) {
    const part = await file.slice(start, start + length).arrayBuffer();
    sampled.set(new Uint8Array(part), 8 + i * length);
  }
  const digest = new Uint8Array(await subtle.digest("SHA-256", sampled));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a viewer's file is the staged film. Reads 3 MiB of it at most, and rejects where the file cannot be read. */
export async function compare(file: Copy, original: Original, tools: Tools): Promise<Verdict> {
  if (original.sizeBytes === undefined) {
    return { kind: "unknown" };
  }
  if (file.size !== original.sizeBytes) {
    return { kind: "different", because: "size" };
  }
  if (tools.subtle !== undefined && original.sampleHash !== undefined) {
    return (await sampleHash(file, tools.subtle)) === original.sampleHash
      ? { kind: "same", by: "content" }
      : { kind: "different", because: "content" };
  }
  const duration = await tools.duration();
  if (duration === undefined || original.durationSeconds === undefined) {
    return { kind: "unknown" };
  }
  return Math.abs(duration - original.durationSeconds) <= SAME_LENGTH_SECONDS
    ? { kind: "same", by: "size-and-duration" }
    : { kind: "different", because: "duration" };
}
