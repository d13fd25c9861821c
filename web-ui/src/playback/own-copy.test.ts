import { createHash, webcrypto } from "node:crypto";
import { describe, expect, test } from "vitest";
import { compare, sampleHash, type Tools } from "./own-copy.ts";

const MIB = 1 << 20;
const { subtle } = webcrypto;

function film(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    bytes[i] = (i * 31 + (i >> 11)) & 0xff;
  }
  return bytes;
}

function secure(duration?: number): Tools {
  return { subtle, duration: () => Promise.resolve(duration) };
}

const insecure = (duration?: number): Tools => ({ ...secure(duration), subtle: undefined });

describe("the sample hash", () => {
  test("covers the size and the first, middle and last mebibyte, as the media service's does", async () => {
    const bytes = film(5 * MIB + 3);
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(bytes.length));
    const expected = createHash("sha256")
      .update(size)
      .update(bytes.subarray(0, MIB))
      .update(bytes.subarray(2 * MIB + 1, 3 * MIB + 1))
      .update(bytes.subarray(4 * MIB + 3))
      .digest("hex");
    expect(await sampleHash(new Blob([bytes]), subtle)).toBe(expected);
  });

  test("takes a small file whole three times", async () => {
    const expected = createHash("sha256")
      .update(Buffer.from([0, 0, 0, 0, 0, 0, 0, 3]))
      .update("abcabcabc")
      .digest("hex");
    expect(await sampleHash(new Blob(["abc"]), subtle)).toBe(expected);
  });
});

describe("a viewer's own file", () => {
  const original = { sizeBytes: 3, durationSeconds: 60 };

  test("is the film where size and samples are", async () => {
    const hashed = { ...original, sampleHash: await sampleHash(new Blob(["abc"]), subtle) };
    expect(await compare(new Blob(["abc"]), hashed, secure())).toEqual({ kind: "same", by: "content" });
    expect(await compare(new Blob(["abd"]), hashed, secure())).toEqual({
      kind: "different",
      because: "content",
    });
  });

  test("of another size is not looked into", async () => {
    const copy = { size: 4, slice: () => expect.unreachable("the file was read") };
    expect(await compare(copy, original, secure())).toEqual({ kind: "different", because: "size" });
  });

  test("is compared by its length where the browser has no digests", async () => {
    const copy = new Blob(["abc"]);
    expect(await compare(copy, original, insecure(60.2))).toEqual({ kind: "same", by: "size-and-duration" });
    expect(await compare(copy, original, insecure(70))).toEqual({ kind: "different", because: "duration" });
    expect(await compare(copy, original, insecure())).toEqual({ kind: "unknown" });
  });

  test("is not trusted where the service tells nothing to compare it with", async () => {
    expect(await compare(new Blob(["abc"]), {}, secure(60))).toEqual({ kind: "unknown" });
  });
});
