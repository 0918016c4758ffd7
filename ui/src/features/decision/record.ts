/** Reads the bytes that will be signed, so that what the screen shows can hold nothing else. */

export interface RecordLine {
  key: string;
  value: unknown;
}

export interface RecordedMoney {
  currency: string;
  fen: number;
}

/** The order a person reads in; keys that are not here follow, so nothing recorded stays unseen. */
const readingOrder = [
  'kind',
  'line_requested',
  'line_recommended',
  'line_approved',
  'instalments',
  'payment_monthly',
  'overrides',
  'reason_codes',
  'note',
  'open_checks',
  'assessment',
];

export function recordLines(record: string): RecordLine[] {
  const parsed: unknown = JSON.parse(record);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [];
  const values = parsed as Record<string, unknown>;
  const place = (key: string) => {
    const index = readingOrder.indexOf(key);
    return index < 0 ? readingOrder.length : index;
  };
  return Object.keys(values)
    .sort((a, b) => place(a) - place(b))
    .map((key) => ({ key, value: values[key] }));
}

export function isRecordedMoney(value: unknown): value is RecordedMoney {
  return typeof value === 'object' && value !== null && 'fen' in value && 'currency' in value;
}

/** Whole fen as a decimal string: `-5` becomes `-0.05`. */
export function amountOfFen(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
