import { expect, test } from "vitest";
import { storageOr } from "./storage.ts";

test("a browser that denies storage costs only the memory, not the page", () => {
  const kept = storageOr(() => {
    throw new Error("The operation is insecure.");
  });
  expect(kept.getItem("name")).toBeNull();
  kept.setItem("name", "Anna");
  expect(kept.getItem("name")).toBe("Anna");
  kept.removeItem("name");
  expect(kept.getItem("name")).toBeNull();
});

test("a browser that is full still remembers for as long as the page lives", () => {
  const full = {
    getItem: () => "old",
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
    removeItem: () => {},
  } as unknown as Storage;
  const kept = storageOr(() => full);
  expect(kept.getItem("name")).toBe("old");
  kept.setItem("name", "new");
  expect(kept.getItem("name")).toBe("new");
});
