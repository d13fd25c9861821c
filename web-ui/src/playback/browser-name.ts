/** Browsers by what only they say, those that also say what others do first. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdg(?:A|iOS)?\/(\d+)/],
  ["Opera", /\b(?:OPR|OPT|OPX)\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /(?:Chrome|CriOS|Chromium)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[^ ]* .*Safari\//],
];

const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ["TV", /Tizen|Web0S|SmartTV|SMART-TV|AFT[A-Z]|CrKey/],
  ["iPad", /iPad/],
  ["iPhone", /iPhone|iPod/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /Mac OS X|Macintosh/],
  ["Linux", /Linux|X11/],
];

/** What a browser calls itself, short, for the host: `Safari 17 · iPhone`. Undefined where it says nothing known. */
export function browserName(userAgent: string): string | undefined {
  let browser: string | undefined;
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) {
      browser = `${name} ${version}`;
      break;
    }
  }
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const parts = [browser, system].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" · ");
}
