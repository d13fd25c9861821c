/** iPhones let only the video itself fill the screen. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

export function canFillScreen(video: HTMLVideoElement): boolean {
  return document.fullscreenEnabled || "webkitEnterFullscreen" in video;
}

/** Fills the screen with `page`, or leaves that. Rejects where the browser refuses. */
export async function toggleFullScreen(page: HTMLElement, video: PhoneVideo): Promise<void> {
  if (document.fullscreenElement) {
    await document.exitFullscreen();
  } else if (document.fullscreenEnabled) {
    await page.requestFullscreen();
  } else {
    video.webkitEnterFullscreen?.();
  }
}

export function canFloat(video: HTMLVideoElement): boolean {
  return document.pictureInPictureEnabled === true && !video.disablePictureInPicture;
}

/** Takes the film into a small window over all others, or back. Rejects where the browser refuses. */
export async function toggleFloating(video: HTMLVideoElement): Promise<void> {
  if (document.pictureInPictureElement === null) {
    await video.requestPictureInPicture();
  } else {
    await document.exitPictureInPicture();
  }
}
