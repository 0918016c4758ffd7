import { describe, expect, it } from 'vitest';
import { capAxis } from '../src/features/case/caps';
import { netLabels } from '../src/features/case/charts';
import { checkGroups } from '../src/features/case/checks';
import { trackOutcome } from '../src/features/case/line';
import { reasonBars } from '../src/features/case/reasons';
import { scaleOf } from '../src/features/case/scale';
import { isQuestion, truthGroups } from '../src/features/case/truth';
import { isBelow, isZero, reasonValue, thousands } from '../src/features/case/values';
import { i18next } from '../src/i18n';
import { axisAmount, axisSteps } from '../src/lib/charts/theme';
import { capAmount } from '../src/lib/yuan';
import { cap, caseView, score } from './case-view';

describe('caps', () => {
  it('stand on one axis, the smallest first, with far amounts beyond a break', () => {
    const line = {
      ...caseView().line,
      requested_share_of_largest: 250,
      caps: [cap('product', 1000), cap('payment_to_income', 158), cap('first_use', 300)],
    };
    const axis = capAxis(line);
    expect(axis.bars.map((bar) => bar.cap.kind)).toEqual(['payment_to_income', 'first_use', 'product']);
    expect(axis.bars.map((bar) => bar.beyond)).toEqual([false, false, true]);
    const [smallest, middle, far] = axis.bars.map((bar) => bar.length) as [number, number, number];
    expect(smallest).toBeLessThan(axis.requested);
    expect(axis.requested).toBeLessThan(middle);
    expect(middle).toBeLessThan(far);
  });

  it('take the whole axis where none is far', () => {
    const axis = capAxis({
      ...caseView().line,
      requested_share_of_largest: 900,
      caps: [cap('product', 1000)],
    });
    expect(axis.bars[0]).toMatchObject({ beyond: false, length: 1 });
  });

  it('are never shown larger than they are', () => {
    expect(capAmount('3165.99')).toBe('3,165');
    expect(capAmount('0.00')).toBe('0');
  });
});

describe('reasons', () => {
  it('come the most adverse first, and add up to the score from the reference', () => {
    const shuffled = { ...score, reasons: [...score.reasons].reverse() };
    const { bars, atReference, sum } = reasonBars(shuffled);
    expect(bars.map((bar) => bar.reason.distance)).toEqual([-16, -6, 4]);
    expect(bars[0]?.length).toBe(1);
    expect(atReference.map((reason) => reason.characteristic)).toEqual(['cash_share']);
    expect(score.reference_points + sum).toBe(score.points);
  });

  it('show their value in its unit, and say when it is missing', () => {
    const t = i18next.getFixedT('en');
    const value = (unit: string, given: string | null, characteristic = 'c') =>
      reasonValue(
        { characteristic, label: { zh: '', en: '' }, value: given, unit, distance: 1, points: 1 },
        t as never,
      );
    expect(value('ratio', '0.3244')).toBe('32.4%');
    expect(value('ratio', '0.0213', 'income_cv')).toBe('0.02');
    expect(value('months', '38')).toBe('38 mo');
    expect(value('yuan', '1234.50')).toBe('¥1,235');
    expect(value('count', null)).toBe('missing');
  });
});

it('puts the score, the cut-off and the grades on one scale', () => {
  const scale = scaleOf(score);
  expect(scale.bands.map((band) => band.grade)).toEqual(['C', 'B', 'A']);
  expect(scale.bands.find((band) => band.current)?.grade).toBe('B');
  expect(scale.cutoff).toBeLessThan(scale.points);
  const ends = scale.bands.map((band) => band.left + band.width);
  expect(ends.at(-1)).toBeCloseTo(100);
  expect(scale.bands[0]?.left).toBe(0);
});

it('groups checks in the order of the column and counts what could not be obtained apart from a fail', () => {
  const groups = checkGroups(caseView().checks);
  expect(groups.map((group) => group.group)).toEqual(['document', 'vendor']);
  expect(groups[1]?.counts).toEqual({ pass: 0, warn: 0, fail: 1, unknown: 1 });
});

it('puts failed truth tests first and folds the same test with the same outcome into one line', () => {
  const test = (code: string, outcome: 'pass' | 'fail' | 'cannot_tell', index: number) => ({
    figure: { key: `truth:${index}`, value: null, rows: 0 },
    code,
    file: null,
    outcome,
    title: { zh: code, en: code },
    basis: { zh: '', en: '' },
  });
  const groups = truthGroups([
    test('row_order', 'pass', 0),
    test('row_order', 'pass', 1),
    test('deleted_records', 'cannot_tell', 2),
    test('row_order', 'fail', 3),
  ]);
  expect(groups.map((group) => [group.code, group.outcome, group.tests.length])).toEqual([
    ['row_order', 'fail', 1],
    ['deleted_records', 'cannot_tell', 1],
    ['row_order', 'pass', 2],
  ]);
});

it('calls a track that carries less than was asked for a warning, and one against any line a fail', () => {
  const track = { track: 'score' as const, basis: { zh: '', en: '' } };
  expect(trackOutcome({ ...track, amount: '5000.00', supports: true }, '5000.00')).toBe('pass');
  expect(trackOutcome({ ...track, amount: '4999.99', supports: true }, '5000.00')).toBe('warn');
  expect(trackOutcome({ ...track, amount: '0.00', supports: false }, '5000.00')).toBe('fail');
});

describe('figures', () => {
  it('compare fen by fen', () => {
    expect(isBelow('799.99', '800.00')).toBe(true);
    expect(isBelow('800', '800.00')).toBe(false);
    expect(isBelow('-1.00', '0.00')).toBe(true);
    expect(isZero('0.00')).toBe(true);
    expect(isZero('0.01')).toBe(false);
  });

  it('shorten by the thousand with a true minus sign', () => {
    expect(thousands('-1260.00')).toBe('\u22121.3');
    expect(thousands('12345.67')).toBe('12.3');
    expect(thousands('90.00')).toBe('0.1');
  });

  it('shorten nets where they would touch, and keep every net below zero where months stand close', () => {
    const month = (net: string) => ({
      month: '2026-01',
      whole: true,
      inflow: { key: 'in', value: '0.00', rows: 0 },
      outflow: { key: 'out', value: '0.00', rows: 0 },
      net,
    });
    expect(netLabels([month('1000.00'), month('-260.00')])).toEqual({
      labels: ['+1,000', '\u2212260'],
      inThousands: false,
    });
    const seven = ['1000', '2000', '-1260', '1000', '0', '0', '5000'].map((net) => month(`${net}.00`));
    expect(netLabels(seven).labels).toEqual(['1.0', '2.0', '\u22121.3', '1.0', '0.0', '0.0', '5.0']);
    const twelve = ['1000', '1000', '-1000', '1000', '1000', '1000', '1', '1', '1', '1', '1', '1'];
    const { labels } = netLabels(twelve.map((net) => month(`${net}.00`)));
    expect(labels.slice(0, 6)).toEqual(['1.0', '', '\u22121.0', '', '1.0', '']);
  });

  it('label axes in each language with at most four lines over zero', () => {
    expect(axisAmount(10_000, 'zh')).toBe('1万');
    expect(axisAmount(5000, 'zh')).toBe('5千');
    expect(axisAmount(2500, 'en')).toBe('2.5k');
    for (const largest of [1, 86.4, 9330, 12_001, 199_999]) {
      const { max, interval } = axisSteps(largest);
      expect(max).toBeGreaterThanOrEqual(largest);
      expect(max / interval).toBeLessThanOrEqual(4);
    }
  });
});

it('keeps signs of editing apart as questions, and only where rows stand behind them', () => {
  const test = (code: string, outcome: 'pass' | 'cannot_tell', rows: number) => ({
    figure: { key: 'truth:0', value: null, rows },
    code,
    file: null,
    outcome,
    title: { zh: code, en: code },
    basis: { zh: '', en: '' },
  });
  expect(isQuestion(test('holiday_wages', 'cannot_tell', 3))).toBe(true);
  expect(isQuestion(test('holiday_wages', 'cannot_tell', 0))).toBe(false);
  expect(isQuestion(test('holiday_wages', 'pass', 3))).toBe(false);
  expect(isQuestion(test('duplicate_rows', 'cannot_tell', 3))).toBe(false);
});
