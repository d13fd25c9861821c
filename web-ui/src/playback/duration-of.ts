const LONGEST_MS = 10_000;

/** How long a video file is in seconds, undefined where the browser cannot open it. Holds the file only meanwhile. */
export function durationOf(file: Blob): Promise<number | undefined> {
  const url = URL.createObjectURL(file);
  const probe = document.createElement("video");
  return new Promise<number | undefined>((resolve) => {
    const given = setTimeout(() => resolve(undefined), LONGEST_MS);
    const answer = (seconds: number | undefined) => {
      clearTimeout(given);
      resolve(seconds);
    };
    probe.addEventListener("loadedmetadata", () =>
      answer(Number.isFinite(probe.duration) ? probe.duration : undefined),
    );
    probe.addEventListener("error", () => answer(undefined));
    probe.preload = "metadata";
    probe.src = url;
  }).finally(() => {
    probe.removeAttribute("src");
    probe.load();
    URL.revokeObjectURL(url);
  });
}
