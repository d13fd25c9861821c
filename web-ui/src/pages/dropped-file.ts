/**
 * Takes files that are dropped anywhere on the page: the browser would leave the page for them. Of several the first one
 * counts.
 */
export function onDroppedFile(take: (file: File) => void, signal: AbortSignal): void {
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener(
    "dragover",
    (event) => {
      if (holdsFiles(event)) {
        event.preventDefault();
      }
    },
    { signal },
  );
  document.addEventListener(
    "drop",
    (event) => {
      if (holdsFiles(event)) {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file) {
          take(file);
        }
      }
    },
    { signal },
  );
}
