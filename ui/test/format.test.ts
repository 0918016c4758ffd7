import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  decimal,
  money,
  percent,
  shortDay,
  shortHash,
  shortMonth,
  signed,
  span,
  timeLeft,
} from '../src/lib/format';

describe('money', () => {
  it('groups thousands and drops only a fen part of nothing', () => {
    expect(money('5000.00')).toBe('5,000');
    expect(money('1234567.80')).toBe('1,234,567.80');
    expect(money('353.33', { symbol: true })).toBe('¥353.33');
    expect(money('5000', { fen: 'always' })).toBe('5,000.00');
  });

  it('keeps every digit of an amount that a binary float would lose', () => {
    expect(money('90071992547409931.01')).toBe('90,071,992,547,409,931.01');
    expect(money('0.10')).toBe('0.10');
  });

  it('writes a true minus sign, a plus where asked, and neither on zero', () => {
    expect(money('-260.00')).toBe('\u2212260');
    expect(money('1000.00', { sign: true })).toBe('+1,000');
    expect(money('-0.00', { sign: true })).toBe('0');
  });

  it('shows a dash for no value, and what it does not understand as it came', () => {
    expect(money(null)).toBe('—');
    expect(money(undefined)).toBe('—');
    expect(money('n/a')).toBe('n/a');
  });
});

describe('ratios and plain decimals', () => {
  it('rounds half up on the digits themselves', () => {
    expect(percent('0.324')).toBe('32.4%');
    expect(percent('0.0385')).toBe('3.9%');
    expect(percent('0.10896', 3)).toBe('10.896%');
    expect(percent('1.005', 0)).toBe('101%');
    expect(percent('-0.173')).toBe('\u221217.3%');
    expect(percent('0')).toBe('0.0%');
    expect(percent('-0.0001')).toBe('0.0%');
    expect(percent(null)).toBe('—');
    expect(decimal('7.46', 1)).toBe('7.5');
    expect(decimal('0.995', 2)).toBe('1.00');
    expect(decimal('12', 0)).toBe('12');
  });
});

describe('counts', () => {
  it('groups and signs', () => {
    expect(count(50000)).toBe('50,000');
    expect(signed(14)).toBe('+14');
    expect(signed(-16)).toBe('\u221216');
    expect(signed(0)).toBe('0');
  });
});

describe('time', () => {
  const now = new Date('2026-11-20T12:00:00Z');

  it('cuts a span to its largest unit', () => {
    expect(span('2026-11-20T11:59:40Z', now)).toEqual({ unit: 'now', count: 0 });
    expect(span('2026-11-20T11:30:00Z', now)).toEqual({ unit: 'minutes', count: 30 });
    expect(span('2026-11-20T05:00:00Z', now)).toEqual({ unit: 'hours', count: 7 });
    expect(span('2026-11-17T12:00:00Z', now)).toEqual({ unit: 'days', count: 3 });
  });

  it('tells what is left, and what is late', () => {
    expect(timeLeft('2026-11-20T15:12:00Z', now)).toEqual({ late: false, days: 0, hours: 3, minutes: 12 });
    expect(timeLeft('2026-11-20T11:51:00Z', now)).toEqual({ late: true, days: 0, hours: 0, minutes: 9 });
    expect(timeLeft('2026-11-23T12:00:00Z', now).days).toBe(3);
  });

  it('shortens days and months by language', () => {
    expect(shortDay('2026-11-20', 'zh', now)).toBe('11-20');
    expect(shortDay('2026-11-20', 'en', now)).toBe('Nov 20');
    expect(shortDay('2025-11-20', 'en', now)).toBe('2025-11-20');
    expect(shortMonth('2026-07', 'zh')).toBe('7月');
    expect(shortMonth('2026-07', 'en')).toBe('Jul');
  });
});

describe('hashes and sizes', () => {
  it('shortens', () => {
    expect(shortHash('f1a90000000000000000000077c2')).toBe('f1a9…77c2');
    expect(shortHash('c05e')).toBe('c05e');
    expect(bytes(512)).toBe('512 B');
    expect(bytes(1887436)).toBe('1.8 MB');
  });
});
