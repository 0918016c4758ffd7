import { useWords } from '../i18n';
import { span, timeLeft } from '../lib/format';

/** Ages and deadlines in words of the language in use. */
export function useSpans(now: Date) {
  const { t } = useWords();
  const age = (at: string): string => {
    const { unit, count: many } = span(at, now);
    return unit === 'now' ? t('common.time.now') : t(`common.time.${unit}`, { many });
  };
  /** `3:12` under a day, days beyond. */
  const left = (due: string): { text: string; late: boolean; soon: boolean } => {
    const rest = timeLeft(due, now);
    const clock = `${rest.hours}:${String(rest.minutes).padStart(2, '0')}`;
    const text = rest.days >= 1 ? t('common.time.days', { many: rest.days }) : clock;
    return { text, late: rest.late, soon: rest.late || rest.hours < 3 };
  };
  /** How long something still holds, in words. */
  const until = (at: string): string => {
    const rest = timeLeft(at, now);
    if (rest.late) return t('common.time.now');
    return rest.hours > 0
      ? t('common.time.hours_minutes', { hours: rest.hours, minutes: rest.minutes })
      : t('common.time.minutes', { many: rest.minutes });
  };
  return { age, left, until };
}
