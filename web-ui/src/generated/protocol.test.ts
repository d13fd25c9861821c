import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the committed types are those of the sync service's records", () => {
  const built = readFileSync("../sync-service/target/protocol.ts", "utf8");
  const committed = readFileSync("src/generated/protocol.ts", "utf8");
  expect(committed, "stale: run `npm run types` in web-ui after building sync-service").toBe(built);
});
