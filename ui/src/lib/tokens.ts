/** The two palettes. This file alone names colours; antd, the page's styles and the charts read it. */

export type Theme = 'light' | 'dark';

export interface Palette {
  s0: string;
  s1: string;
  s2: string;
  s3: string;
  elevated: string;
  line: string;
  line2: string;
  ctl: string;
  t1: string;
  t2: string;
  t3: string;
  accent: string;
  accentBg: string;
  onAccent: string;
  pass: string;
  passBg: string;
  warn: string;
  warnBg: string;
  fail: string;
  failBg: string;
  unknown: string;
  chartIn: string;
  chartOut: string;
  raises: string;
  lowers: string;
  sheetShadow: string;
}

export const palettes: Record<Theme, Palette> = {
  light: {
    s0: '#F1F3F6',
    s1: '#FFFFFF',
    s2: '#F7F8FA',
    s3: '#EBEEF3',
    elevated: '#FFFFFF',
    line: '#E2E6EC',
    line2: '#CDD4DD',
    ctl: '#8792A2',
    t1: '#171B22',
    t2: '#46505F',
    t3: '#616B7B',
    accent: '#2456C7',
    accentBg: '#E8EFFD',
    onAccent: '#FFFFFF',
    pass: '#17714A',
    passBg: '#E5F3EB',
    warn: '#8A5600',
    warnBg: '#FCF1DB',
    fail: '#B3261E',
    failBg: '#FBEAE8',
    unknown: '#566170',
    chartIn: '#3F74D1',
    chartOut: '#8794A8',
    raises: '#2F6FC4',
    lowers: '#A94B15',
    sheetShadow: '-8px 0 32px rgba(23, 27, 34, 0.18)',
  },
  dark: {
    s0: '#0D1014',
    s1: '#14181E',
    s2: '#181D24',
    s3: '#222932',
    elevated: '#181D24',
    line: '#272E38',
    line2: '#39424F',
    ctl: '#6B7686',
    t1: '#E7EBF0',
    t2: '#AEB8C5',
    t3: '#8B96A5',
    accent: '#82A8FF',
    accentBg: '#1B2947',
    onAccent: '#0B1426',
    pass: '#56C596',
    passBg: '#15302A',
    warn: '#E3B04B',
    warnBg: '#33290F',
    fail: '#FF8A80',
    failBg: '#3A1D1D',
    unknown: '#9AA5B4',
    chartIn: '#5785D6',
    chartOut: '#647287',
    raises: '#6FA3EE',
    lowers: '#E58A55',
    sheetShadow: '-8px 0 32px rgba(0, 0, 0, 0.5)',
  },
};

export const fontSans =
  'Inter, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
export const fontMono = '"JetBrains Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace';

/** `accentBg` becomes `--accent-bg`, `chartIn` becomes `--chart-in`; `s0` stays `--s0`. */
export function cssVariables(palette: Palette): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(palette)) {
    variables[`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = value;
  }
  return variables;
}

/** Ratio of relative luminances of two `#RRGGBB` colours, as WCAG 2 defines it. */
export function contrastRatio(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
