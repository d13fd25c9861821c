import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "target/classes/META-INF/resources",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "admin.html"] },
  },
});
