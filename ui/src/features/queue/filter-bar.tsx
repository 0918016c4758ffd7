import { Input, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCodes } from '../../components/codes';
import { Icon } from '../../components/icon';
import { i18next, useWords } from '../../i18n';
import type { Chip, QueueFilter, QueueRow } from '../../ipc';
import { testids } from '../../lib/testids';
import { isNarrowed } from './place';
import styles from './queue.module.css';

const grades = ['A', 'B', 'C', 'D', 'E'];
const textFieldId = 'queue-text-field';

/** Puts the cursor into the text filter. */
export function focusText(): void {
  document.getElementById(textFieldId)?.focus();
}

/** What the filter narrows by, in words, for the sentence that nothing was left. */
export function filterName(filter: QueueFilter, rows: QueueRow[]): string {
  const language = i18next.language === 'en' ? 'en' : 'zh';
  const trigger = rows.flatMap((row) => row.chips).find((chip) => chip.code === filter.trigger);
  return [filter.text, filter.grades.join(' '), filter.scene, trigger?.text[language] ?? filter.trigger]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

/** Scenes and rules that rows have shown so far; a chosen one stays although its rows are gone. */
function useSeen(rows: QueueRow[]) {
  const seen = useRef({ scenes: new Set<string>(), chips: new Map<string, Chip>() });
  return useMemo(() => {
    for (const row of rows) {
      seen.current.scenes.add(row.scene);
      for (const chip of row.chips)
        if (!seen.current.chips.has(chip.code)) seen.current.chips.set(chip.code, chip);
    }
    return { scenes: [...seen.current.scenes].sort(), chips: [...seen.current.chips.values()] };
  }, [rows]);
}

export function FilterBar({
  filter,
  rows,
  onFilter,
}: {
  filter: QueueFilter;
  rows: QueueRow[];
  onFilter: (filter: QueueFilter) => void;
}) {
  const { t, say } = useWords();
  const codes = useCodes();
  const seen = useSeen(rows);
  const toggle = (grade: string) => {
    const kept = filter.grades.includes(grade)
      ? filter.grades.filter((other) => other !== grade)
      : [...filter.grades, grade].sort();
    onFilter({ ...filter, grades: kept });
  };
  return (
    <div className={styles.filters}>
      <Icon name="filter" size={14} />
      <TextFilter text={filter.text} onText={(text) => onFilter({ ...filter, text })} />
      <span className={styles.grades} role="group" aria-label={t('queue.filter_grade')}>
        {grades.map((grade) => (
          <button
            key={grade}
            type="button"
            aria-pressed={filter.grades.includes(grade)}
            className={styles.grade}
            onClick={() => toggle(grade)}
            data-testid={testids.queueGrade(grade)}
          >
            {grade}
          </button>
        ))}
      </span>
      <Select
        size="small"
        allowClear
        placeholder={t('queue.filter_scene')}
        aria-label={t('queue.filter_scene')}
        className={styles.select ?? ''}
        value={filter.scene}
        onChange={(scene?: string | null) => onFilter({ ...filter, scene: scene ?? null })}
        options={seen.scenes.map((scene) => ({ value: scene, label: codes.scene(scene) }))}
      />
      <Select
        size="small"
        allowClear
        placeholder={t('queue.filter_trigger')}
        aria-label={t('queue.filter_trigger')}
        className={styles.select ?? ''}
        value={filter.trigger}
        onChange={(trigger?: string | null) => onFilter({ ...filter, trigger: trigger ?? null })}
        options={seen.chips.map((chip) => ({ value: chip.code, label: say(chip.text) }))}
      />
      {isNarrowed(filter) && (
        <button
          type="button"
          className={styles.active}
          onClick={() => onFilter({ work: filter.work, grades: [], scene: null, trigger: null, text: null })}
          data-testid={testids.queueClear}
        >
          {t('queue.clear_all')}
          <Icon name="close" size={12} />
        </button>
      )}
      <span className={styles.order}>{t('queue.order')}</span>
    </div>
  );
}

/** Asks only once the person has stopped typing, or pressed Enter. */
function TextFilter({ text, onText }: { text: string | null; onText: (text: string | null) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(text ?? '');
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => setTyped(text ?? ''), [text]);
  const wanted = typed.trim() === '' ? null : typed.trim();
  useEffect(() => {
    if (wanted === text) return;
    const timer = setTimeout(() => latest.current(wanted), 250);
    return () => clearTimeout(timer);
  }, [wanted, text]);
  return (
    <Input
      id={textFieldId}
      size="small"
      allowClear
      className={styles.text ?? ''}
      value={typed}
      placeholder={t('queue.filter_text')}
      aria-label={t('queue.filter_text')}
      prefix={<Icon name="search" size={12} />}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') latest.current(wanted);
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
      data-testid={testids.queueText}
    />
  );
}
