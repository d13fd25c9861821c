import { copyFileSync } from "node:fs";

// The sync service's build writes the types; this takes them over.
copyFileSync("../sync-service/target/protocol.ts", "src/generated/protocol.ts");
