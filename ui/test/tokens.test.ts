import { describe, expect, it } from 'vitest';
import { contrastRatio, type Palette, palettes } from '../src/lib/tokens';

type Name = Exclude<keyof Palette, 'sheetShadow'>;

/** Text with every surface it truly lies on: 4.5:1. */
const text: [Name, Name[]][] = [
  ['t1', ['s0', 's1', 's2', 's3', 'accentBg', 'passBg', 'warnBg', 'failBg', 'elevated']],
  ['t2', ['s0', 's1', 's2', 's3', 'accentBg', 'passBg', 'warnBg', 'failBg', 'elevated']],
  ['t3', ['s1', 's2', 's3', 'elevated']],
  ['accent', ['s1', 's2', 'accentBg']],
  ['onAccent', ['accent']],
  ['pass', ['s1', 's2', 'passBg']],
  ['warn', ['s1', 's2', 'warnBg']],
  ['fail', ['s1', 's2', 'failBg']],
  ['unknown', ['s1', 's2']],
  ['raises', ['s1']],
  ['lowers', ['s1']],
];

/** Marks and the edges of controls: 3:1. */
const marks: [Name, Name[]][] = [
  ['ctl', ['s1']],
  ['chartIn', ['s1']],
  ['chartOut', ['s1']],
  ['raises', ['s1', 's2']],
  ['lowers', ['s1', 's2']],
];

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const palette = palettes[theme];
  const cases = [
    ...text.flatMap(([name, surfaces]) => surfaces.map((on) => [name, on, 4.5] as const)),
    ...marks.flatMap(([name, surfaces]) => surfaces.map((on) => [name, on, 3] as const)),
  ];
  it.each(cases)('%s can be made out on %s at %d:1', (name, on, least) => {
    expect(contrastRatio(palette[name], palette[on])).toBeGreaterThanOrEqual(least);
  });
});

it('measures contrast as WCAG does', () => {
  expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
  expect(contrastRatio('#171B22', '#FFFFFF')).toBeCloseTo(17.3, 1);
});
