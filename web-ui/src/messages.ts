/**
 * Every sentence that the pages show, English today. Another language is one more object of type `Messages` in
 * `catalogues`; the browser's languages choose.
 *
 * Values that vary are arguments, already formatted for people (see `format.ts`), so that a translation may put them
 * where its grammar wants them. All of it is shown as text, never as markup.
 */

const en = {
  /** The language itself, as `lang` and `Intl` know it. */
  language: "en-GB",
  product: "Watchparty",
  tagline: "The same film, the same moment, each on their own screen.",

  title: {
    viewer: "Watchparty",
    admin: "Host · Watchparty",
    with: (first: string, second: string) => `${first} · ${second}`,
    playing: "▶",
    paused: "❚❚",
  },

  join: {
    heading: "Join the party",
    headingRoom: (room: string) => `Join “${room}”`,
    name: "Your name",
    nameHint: "Optional",
    namePlaceholder: "Guest",
    button: "Join",
    showing: (film: string) => `Showing: ${film}`,
    nothing: "The host has not picked a film yet.",
    looking: "Looking for the party…",
    away: "The party is out of reach right now. Join anyway, it comes back by itself.",
  },

  state: {
    connecting: { title: "Connecting to the party…", detail: "" },
    reconnecting: {
      title: "Connection lost",
      detail: (seconds: number) =>
        seconds > 0
          ? `Trying again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`
          : "Trying again now…",
      action: "Try now",
    },
    noSuchRoom: {
      title: "There is no such room",
      detail: "Check the link, or ask the host for a new one.",
      action: "Go to the main room",
    },
    refused: { title: "The party turned this page away", action: "Try again" },
    nothingStaged: {
      title: "Nothing is on yet",
      detail: "The film appears here by itself as soon as the host picks one.",
      action: "Look again",
      still: "Still nothing. The host has not picked a film yet.",
    },
    loading: {
      title: "Getting the film…",
      opening: "Waiting for its first bytes.",
      amount: (loaded: string) => `${loaded} loaded ahead.`,
      retrying: (seconds: number) =>
        seconds > 0 ? `The film did not come through. Next try in ${seconds} s.` : "Trying again…",
      action: "Load again",
    },
    waiting: {
      title: (who: string) => `Waiting for ${who}`,
      detail: (seconds: number) =>
        seconds > 0 ? `Starts in ${seconds} s at the latest.` : "Starts any moment now.",
      standing: "So that everybody can start together.",
      you: "you",
      others: (count: number) => (count === 1 ? "1 other" : `${count} others`),
      action: (who: string) => `Start without ${who}`,
    },
    removed: { title: "The host has removed you from this party.", detail: "" },
    stalled: {
      title: "Waiting for more of the film",
      action: "Load again",
    },
    cannotPlay: { title: "This browser cannot play the film", action: "Try again" },
    unavailable: { title: "The film cannot be fetched", action: "Try again" },
    silent: {
      title: "Your browser started without sound",
      action: "Turn the sound on",
    },
    tapToPlay: {
      title: "Your browser waits for a tap",
      action: "Play",
    },
  },

  problem: {
    noPicture: (codec: string) =>
      `It plays the sound but shows no picture: the video is ${codec}, which it cannot decode here.`,
    noPictureUnknown: "It plays the sound but shows no picture: it cannot decode this video format here.",
    noSound: (codec: string) =>
      `It shows the picture but plays no sound: the sound is ${codec}, which it cannot decode here.`,
    noSoundUnknown: "It shows the picture but plays no sound: it cannot decode this sound format here.",
    notSupported: (container: string, codecs: string) =>
      codecs === ""
        ? `It cannot open a file of this kind: ${container}.`
        : `It cannot open a file of this kind: ${container} with ${codecs}.`,
    broken: "Part of the film could not be decoded. The file may be damaged there.",
    whatToDo:
      "Try Chrome, Edge or Firefox on a computer, or ask the host for an MP4 with H.264 video and AAC sound.",
    short: {
      noPicture: (codec: string) => `no picture (${codec})`,
      noSound: (codec: string) => `no sound (${codec})`,
      notSupported: (container: string) => `cannot open ${container}`,
      broken: "cannot decode the film",
      unavailable: "cannot fetch the film",
    },
    unknownCodec: "unknown format",
  },

  controls: {
    play: "Play",
    pause: "Pause",
    hostControls: "The host plays and pauses for everyone.",
    playForAll: "Play for everyone",
    pauseForAll: "Pause for everyone",
    seekForAll: "Position of the party",
    cohost: "You are a co-host",
    cohostGranted: "You are a co-host now: play, pause and jumps move everyone.",
    cohostTaken: "You are no longer a co-host.",
    hostPaused: "Paused by the host",
    hostPlays: "The host is playing",
    seek: "Position in the film",
    seekValue: (position: string, duration: string) => `${position} of ${duration}`,
    mute: "Mute",
    unmute: "Unmute",
    volume: "Volume",
    volumeValue: (percent: number) => `${percent} %`,
    fullscreen: "Full screen",
    exitFullscreen: "Leave full screen",
    fullscreenRefused: "This browser refused to go full screen.",
    follow: "Follow the host's jumps",
    followOn: "You go along when the host jumps.",
    followOff: "You stay where you are when the host jumps.",
    back: "Back to the party",
    backCounted: (offset: string) => `Back to the party (${offset})`,
    unknownDuration: "–:––",
    bar: "Film controls",
  },

  sync: {
    chip: "Sync",
    inStep: "In step",
    catchingUp: "Catching up",
    away: "On your own",
    waiting: "Waiting",
    panel: "How well in step",
    drift: "Off by",
    ahead: (value: string) => `${value} ahead`,
    behind: (value: string) => `${value} behind`,
    clockError: "Clock known to",
    roundTrip: "Round trip",
    speed: "Speed now",
    dropped: "Frames dropped",
    buffered: "Loaded ahead",
    unknown: "not measured yet",
    within: (value: string) => `± ${value}`,
  },

  admin: {
    heading: "Host",
    signIn: {
      heading: "Host sign-in",
      key: "Admin key",
      hint: "It was printed where Watchparty was started.",
      button: "Sign in",
      wrong: "That key is not right.",
      tooMany: "Too many wrong keys. Wait a minute, then try again.",
      unreachable: "Watchparty does not answer. Is it running?",
      checking: "Checking…",
    },
    signOut: "Sign out",
    room: {
      label: "Room",
      create: "New room",
      name: "Name of the new room",
      hint: "Small letters, digits and dashes.",
      bad: "Use small letters, digits and dashes, at most 63, and start with a letter or digit.",
      make: "Make room",
      cancel: "Cancel",
      failed: "The room could not be made.",
    },
    connection: {
      open: "Connected",
      connecting: "Connecting…",
      waiting: (seconds: number) =>
        seconds > 0 ? `Connection lost, next try in ${seconds} s` : "Connection lost, trying…",
    },
    library: {
      heading: "Library",
      root: "All films",
      path: "Where you are",
      filter: "Filter this folder",
      filterEmpty: (text: string) => `Nothing here matches “${text}”.`,
      count: (shown: string, all: string) => (shown === all ? all : `${shown} of ${all}`),
      items: (count: number) => (count === 1 ? "1 item" : `${count} items`),
      refresh: "Look again",
      stage: "Stage",
      stageNamed: (name: string) => `Stage ${name}`,
      staging: "Staging…",
      staged: "On now",
      stagedInside: "On now, inside",
      openFolder: (name: string) => `Open folder ${name}`,
      loading: "Reading the folder…",
      empty: "This folder holds no films.",
      emptyRootTitle: "The library is empty",
      emptyRoot:
        "Put films into the media folder, or stop Watchparty and run ./watchparty demo to get a free one.",
      failed: "The folder could not be read.",
      stageFailed: "The film could not be staged.",
      more: (count: string) => `Show ${count} more`,
    },
    transport: {
      heading: "What the room sees",
      play: "Play for everyone",
      pause: "Pause for everyone",
      back: "Back 10 seconds",
      forward: "Forward 10 seconds",
      seek: "Position of the party",
      rate: "Speed",
      rateValue: (rate: string) => `${rate}×`,
      nothing: "Nothing is staged. Pick a film from the library.",
      previewOn: "Show preview",
      previewOff: "Hide preview",
      previewLabel: "Muted preview of what the room shows",
      reload: "Reload for everyone",
    },
    viewers: {
      heading: "Viewers",
      nobody: "Nobody is here yet. Send the invitation below.",
      name: "Name",
      state: "State",
      buffered: "Loaded ahead",
      drift: "Off by",
      rtt: "Round trip",
      guest: "Guest",
      admin: "host",
      cohost: "co-host",
      states: {
        door: "at the door",
        here: "here",
        loading: "loading",
        inStep: "in step",
        catchingUp: "catching up",
        away: "on their own",
        ready: "ready",
      },
      count: (count: number) => (count === 1 ? "1 viewer" : `${count} viewers`),
      share: "Uplink share",
      shareValue: (percent: string) => `${percent} %`,
      ownCopy: "own copy",
      actions: "What you can do",
      makeCohost: (name: string) => `Make ${name} a co-host`,
      makeCohostShort: "Make co-host",
      takeBack: (name: string) => `Take the co-host's role back from ${name}`,
      takeBackShort: "Take back",
      remove: (name: string) => `Remove ${name} from the party`,
      removeShort: "Remove",
      skew: "Apart",
      skewValue: (apart: string, within: string) => `${apart} ± ${within}`,
      skewHint: (players: number) =>
        `The largest difference between ${players} players' positions on the server's clock, from what each reported last; ± is what the two outermost clocks may be wrong by.`,
    },
    removal: {
      title: (name: string) => `Remove ${name} from the party?`,
      detail: "The film ends for them, and they cannot come back for half an hour.",
      yes: "Remove",
    },
    policy: {
      heading: "House rules",
      enforcePausePlay: "Only the host plays and pauses",
      enforcePausePlayHint: "A viewer's own pause is undone.",
      followMode: "Viewers follow the host",
      followModeHint: "They may still leave the party and come back.",
      waitForReady: "Wait before the film starts",
      waitForReadyHint: "After a film is put on, and after each jump.",
      waitForReadyOff: "For nobody",
      waitForReadyOn: "At most 10 seconds",
      waitForReadyEveryone: "For everyone, at most a minute",
      onStall: "When somebody runs dry",
      onStallHint: "Somebody's connection is too slow for the film.",
      onStallGoOn: "Go on, they catch up",
      onStallPause: "Pause for everyone",
    },
    invitation: {
      heading: "Invitation",
      link: "Link for your friends",
      copy: "Copy link",
      copied: "Copied",
      select: "Press Ctrl+C to copy",
      local:
        "This address works on this computer only. Friends need your tunnel's or your network's address.",
    },
  },

  confirm: { no: "Cancel" },

  error: {
    unreachable: "Watchparty does not answer.",
    wrongKey: "The admin key is no longer accepted. Sign in again.",
    status: (status: number) => `Watchparty answered with an error (${status}).`,
    dismiss: "Dismiss",
  },

  unit: {
    milliseconds: (value: string) => `${value} ms`,
    seconds: (value: string) => `${value} s`,
    none: "–",
  },
};

export type Messages = typeof en;

const catalogues: ReadonlyMap<string, Messages> = new Map([["en", en]]);

/** The catalogue of the first language that there is one for, English otherwise. */
export function catalogueFor(languages: readonly string[]): Messages {
  for (const language of languages) {
    const catalogue = catalogues.get(language.toLowerCase().split("-")[0] ?? "");
    if (catalogue) {
      return catalogue;
    }
  }
  return en;
}

export const messages: Messages = catalogueFor(globalThis.navigator?.languages ?? []);
