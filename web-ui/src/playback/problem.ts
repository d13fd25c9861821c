import { messages } from "../messages.ts";

/**
 * Why a browser cannot show a film. Browsers do not always tell by themselves: a video codec without decoder plays as
 * sound without picture, a sound codec without decoder as picture without sound, both without any `error` event.
 */
export type PlaybackProblem =
  | { readonly kind: "no-picture"; readonly codec: string | undefined }
  | { readonly kind: "no-sound"; readonly codec: string | undefined }
  | { readonly kind: "not-supported"; readonly ending: string; readonly codecs: readonly string[] }
  | { readonly kind: "broken" }
  | { readonly kind: "unavailable"; readonly detail: string };

/** What a `<video>` tells about itself at one moment. */
export interface PlayerSample {
  readonly timeSeconds: number;
  readonly playing: boolean;
  readonly videoWidth: number;
  /** Bytes that went through the sound decoder since the load, where the browser counts them. */
  readonly decodedSoundBytes: number | undefined;
}

/** How long media time has to advance before missing picture or sound is believed. */
const PROOF_SECONDS = 1.5;

/**
 * Watches one load of one film for picture or sound that never comes. A seek starts the proof anew, as media time that
 * was jumped over was not played.
 */
export class SilentFailureDetector {
  readonly #codecs: readonly string[];
  #last: PlayerSample | undefined;
  #playedSeconds = 0;

  /** @param codecs RFC 6381 names of what is in the film, empty where unknown */
  constructor(codecs: readonly string[]) {
    this.#codecs = codecs;
  }

  /** Takes a sample, at best once a second, and answers the problem that is proven by now. */
  sample(now: PlayerSample): PlaybackProblem | undefined {
    const last = this.#last;
    this.#last = now;
    if (last?.playing && now.playing) {
      const step = now.timeSeconds - last.timeSeconds;
      this.#playedSeconds = step >= 0 && step < MAX_STEP_SECONDS ? this.#playedSeconds + step : 0;
    }
    if (this.#playedSeconds < PROOF_SECONDS) {
      return undefined;
    }
    const video = this.#codecs.find(isVideoCodec);
    const expectsPicture = this.#codecs.length === 0 || video !== undefined;
    if (now.videoWidth === 0 && expectsPicture) {
      return { kind: "no-picture", codec: video };
    }
    const sound = this.#codecs.find(isSoundCodec);
    if (now.decodedSoundBytes === 0 && sound !== undefined) {
      return { kind: "no-sound", codec: sound };
    }
    return undefined;
  }
}

/** Samples come about once a second at rates up to 2; a larger step is a seek. */
const MAX_STEP_SECONDS = 5;

const VIDEO_CODECS: readonly (readonly [RegExp, string])[] = [
  [/^avc[13]|^v_mpeg4\/iso\/avc/i, "H.264"],
  [/^(hvc1|hev1)|^v_mpegh/i, "HEVC (H.265)"],
  [/^(dvh1|dvhe|dva1|dvav)/i, "Dolby Vision"],
  [/^av01|^v_av1/i, "AV1"],
  [/^vp0?9|^v_vp9/i, "VP9"],
  [/^vp0?8|^v_vp8/i, "VP8"],
  [/^mp4v|^v_mpeg4/i, "MPEG-4 video"],
  [/^v_mpeg[12]/i, "MPEG-2 video"],
  [/^theora|^v_theora/i, "Theora"],
  [/^v_/i, "video"],
];

const SOUND_CODECS: readonly (readonly [RegExp, string])[] = [
  [/^mp4a\.(40|66|67|68)|^mp4a$|^a_aac/i, "AAC"],
  [/^mp4a\.(69|6b)|^mp3|^a_mpeg\/l3/i, "MP3"],
  [/^ac-3|^mp4a\.a5|^a_ac3/i, "AC-3 (Dolby Digital)"],
  [/^ec-3|^mp4a\.a6|^a_eac3/i, "E-AC-3 (Dolby Digital Plus)"],
  [/^mlpa|^a_truehd/i, "Dolby TrueHD"],
  [/^dts|^a_dts/i, "DTS"],
  [/^opus|^a_opus/i, "Opus"],
  [/^vorbis|^a_vorbis/i, "Vorbis"],
  [/^flac|^a_flac/i, "FLAC"],
  [/^alac|^a_alac/i, "ALAC"],
  [/^(sowt|twos|lpcm|pcm)|^a_pcm/i, "PCM"],
  [/^a_/i, "sound"],
];

export function isVideoCodec(codec: string): boolean {
  return VIDEO_CODECS.some(([shape]) => shape.test(codec));
}

export function isSoundCodec(codec: string): boolean {
  return SOUND_CODECS.some(([shape]) => shape.test(codec));
}

/** The name that people know a codec by; the codec itself where they know none. */
export function codecName(codec: string): string {
  return [...VIDEO_CODECS, ...SOUND_CODECS].find(([shape]) => shape.test(codec))?.[1] ?? codec;
}

const CONTAINERS: ReadonlyMap<string, string> = new Map([
  ["mkv", "Matroska (.mkv)"],
  ["webm", "WebM"],
  ["mp4", "MP4"],
  ["m4v", "MP4"],
  ["mov", "QuickTime (.mov)"],
  ["avi", "AVI"],
  ["ts", "MPEG transport stream (.ts)"],
  ["m2ts", "MPEG transport stream (.m2ts)"],
  ["mpg", "MPEG (.mpg)"],
  ["mpeg", "MPEG (.mpeg)"],
  ["ogv", "Ogg video"],
]);

/** What a path ends in, in small letters: `mkv`. */
export function fileEnding(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).toLowerCase();
}

/** What kind of file an ending stands for, in words. */
export function containerName(ending: string): string {
  return CONTAINERS.get(ending) ?? ending;
}

/** What is wrong, for the viewer: one or two sentences. */
export function problemInWords(problem: PlaybackProblem): string {
  const words = messages.problem;
  switch (problem.kind) {
    case "no-picture":
      return problem.codec === undefined ? words.noPictureUnknown : words.noPicture(codecName(problem.codec));
    case "no-sound":
      return problem.codec === undefined ? words.noSoundUnknown : words.noSound(codecName(problem.codec));
    case "not-supported":
      return words.notSupported(containerName(problem.ending), problem.codecs.map(codecName).join(" + "));
    case "broken":
      return words.broken;
    case "unavailable":
      return problem.detail;
  }
}

/** The same for the room, so that the host reads it in the host's own language: a word, and what it is about. */
export interface ToldProblem {
  readonly problem: PlaybackProblem["kind"];
  /** The file's ending where it is the file that cannot be opened, and codecs as the container calls them. */
  readonly formats: readonly string[];
}

export function toldProblem(problem: PlaybackProblem): ToldProblem {
  switch (problem.kind) {
    case "no-picture":
    case "no-sound":
      return { problem: problem.kind, formats: problem.codec === undefined ? [] : [problem.codec] };
    case "not-supported":
      return { problem: problem.kind, formats: [problem.ending, ...problem.codecs] };
    case "broken":
    case "unavailable":
      return { problem: problem.kind, formats: [] };
  }
}
