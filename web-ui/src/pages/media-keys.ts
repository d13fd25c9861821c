/** What the system's media keys and lock screen may do here. */
export interface MediaKeyHandlers {
  /** As far as that is the viewer's to do. */
  readonly play: () => void;
  readonly pause: () => void;
  readonly skip: (seconds: number) => void;
  readonly seek: (seconds: number) => void;
}

export interface NowPlaying {
  readonly title: string;
  readonly playing: boolean;
  readonly positionSeconds: number;
  readonly durationSeconds: number | undefined;
  readonly rate: number;
}

const SKIP_SECONDS = 10;

/**
 * Wires the Media Session, where there is one. Play and pause are always handled: left to itself a browser would pause
 * the player, and the host's lock would have to undo that.
 */
export class MediaKeys {
  readonly #session: MediaSession | undefined = navigator.mediaSession;
  #title = "";
  #at = "";

  constructor(handlers: MediaKeyHandlers, signal: AbortSignal) {
    const actions: readonly (readonly [MediaSessionAction, MediaSessionActionHandler])[] = [
      ["play", handlers.play],
      ["pause", handlers.pause],
      ["seekbackward", ({ seekOffset }) => handlers.skip(-(seekOffset ?? SKIP_SECONDS))],
      ["seekforward", ({ seekOffset }) => handlers.skip(seekOffset ?? SKIP_SECONDS)],
      ["seekto", ({ seekTime }) => seekTime !== undefined && handlers.seek(seekTime)],
    ];
    for (const [action, handler] of actions) {
      this.#handle(action, handler);
    }
    signal.addEventListener("abort", () => {
      for (const [action] of actions) {
        this.#handle(action, null);
      }
    });
  }

  show(now: NowPlaying): void {
    const session = this.#session;
    if (session === undefined) {
      return;
    }
    if (now.title !== this.#title) {
      this.#title = now.title;
      session.metadata = now.title === "" ? null : new MediaMetadata({ title: now.title });
    }
    const { playing, durationSeconds, positionSeconds, rate } = now;
    session.playbackState = now.title === "" ? "none" : playing ? "playing" : "paused";
    const at = `${playing} ${durationSeconds} ${rate} ${Math.floor(positionSeconds / 5)}`;
    if (at !== this.#at) {
      this.#at = at;
      session.setPositionState?.(
        durationSeconds === undefined
          ? {}
          : {
              duration: durationSeconds,
              position: Math.min(Math.max(0, positionSeconds), durationSeconds),
              playbackRate: rate,
            },
      );
    }
  }

  #handle(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
    try {
      this.#session?.setActionHandler(action, handler);
    } catch {
      // Each browser knows other actions.
    }
  }
}
