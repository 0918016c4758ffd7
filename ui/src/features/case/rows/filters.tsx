import { Dropdown, Input, Popover } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Icon } from '../../../components/icon';
import { useWords } from '../../../i18n';
import type { RowFacets, RowsQuery } from '../../../ipc';
import { count } from '../../../lib/format';
import { testids } from '../../../lib/testids';
import { useCodes } from '../codes';
import { daysOf, everyRow, isNarrowed, monthOf } from './query';

export const searchId = 'rows-search';

export interface FiltersProps {
  query: RowsQuery;
  onQuery: (query: RowsQuery) => void;
  facets: RowFacets | undefined;
  /** What the figure is called whose rows are shown. */
  figureLabel: string;
  accountName: (key: string) => string;
  onLeaveSearch: () => void;
}

/** Which rows are shown; every filter says what it is set to. */
export function Filters({ query, onQuery, facets, figureLabel, accountName, onLeaveSearch }: FiltersProps) {
  const { t, say } = useWords();
  const codes = useCodes();
  const set = (change: Partial<RowsQuery>) => onQuery({ ...query, ...change });
  const month = monthOf(query);
  return (
    <div className="rows-filters">
      <Search text={query.text} onText={(text) => set({ text })} onLeave={onLeaveSearch} />
      {query.figure !== null && (
        <button
          type="button"
          className="rows-filter rows-filter-on"
          onClick={() => set({ figure: null })}
          title={t('rows.drop_figure')}
          data-testid={testids.rowsFigure}
        >
          <span className="case-cut">{figureLabel}</span>
          <Icon name="close" size={12} />
        </button>
      )}
      <Choice
        name="account"
        label={t('rows.account')}
        value={query.account}
        onValue={(account) => set({ account })}
        choices={(facets?.accounts ?? []).map((one) => ({
          code: one.key,
          label: accountName(one.key),
          rows: one.rows,
        }))}
      />
      <Choice
        name="category"
        label={t('rows.category')}
        value={query.category}
        onValue={(category) => set({ category })}
        choices={(facets?.categories ?? []).map((one) => ({
          ...one,
          label: one.label === null ? one.code : say(one.label),
        }))}
      />
      <Choice
        name="direction"
        label={t('rows.direction')}
        value={query.direction}
        onValue={(direction) => set({ direction: direction as RowsQuery['direction'] })}
        choices={(['in', 'out', 'neutral'] as const).map((code) => ({
          code,
          label: t(`rows.${code}`),
          rows: null,
        }))}
      />
      <Choice
        name="treatment"
        label={t('rows.treatment')}
        value={query.treatment}
        onValue={(treatment) => set({ treatment })}
        choices={(facets?.treatments ?? []).map((one) => ({ ...one, label: codes('treatment', one.code) }))}
      />
      <Choice
        name="month"
        label={t('rows.month')}
        value={month}
        onValue={(chosen) => set(chosen === null ? { first: null, last: null } : daysOf(chosen))}
        choices={(facets?.months ?? []).map((one) => ({ ...one, label: one.code }))}
      />
      <Ranges query={query} set={set} />
      <Toggle
        on={query.left_out}
        label={t('rows.left_out')}
        rows={facets?.left_out}
        onToggle={() => set({ left_out: !query.left_out })}
        testid={testids.rowsFilter('left-out')}
      />
      <Toggle
        on={query.questions}
        label={t('rows.questions')}
        rows={facets?.questions}
        onToggle={() => set({ questions: !query.questions })}
        testid={testids.rowsFilter('questions')}
      />
      {isNarrowed(query) && (
        <button
          type="button"
          className="text-link rows-clear"
          onClick={() => onQuery({ ...everyRow, sort: query.sort })}
          data-testid={testids.rowsClear}
        >
          {t('rows.clear')}
        </button>
      )}
    </div>
  );
}

/** Searches as one types; while an input method composes, what it has so far is not yet a word. */
function Search({
  text,
  onText,
  onLeave,
}: {
  text: string;
  onText: (text: string) => void;
  onLeave: () => void;
}) {
  const { t } = useWords();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  return (
    <label className="rows-search">
      <Icon name="search" size={13} />
      <input
        id={searchId}
        type="text"
        value={typed}
        placeholder={t('rows.search')}
        aria-label={t('rows.search')}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          if (!(event.nativeEvent as InputEvent).isComposing) onText(event.target.value);
        }}
        onCompositionEnd={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          onLeave();
        }}
        data-testid={testids.rowsSearch}
      />
      {typed !== '' && (
        <button
          type="button"
          className="rows-search-clear"
          onClick={() => onText('')}
          aria-label={t('rows.clear')}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </label>
  );
}

interface Choosable {
  code: string;
  label: string;
  rows: number | null;
}

function Choice({
  name,
  label,
  value,
  onValue,
  choices,
}: {
  name: string;
  label: string;
  value: string | null;
  onValue: (code: string | null) => void;
  choices: Choosable[];
}) {
  const { t } = useWords();
  // A menu costs more than the rest of the row together, so it is made when it is first asked for.
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const chosen = choices.find((one) => one.code === value);
  const button = (
    <button
      type="button"
      className={`rows-filter ${value === null ? '' : 'rows-filter-on'}`}
      disabled={choices.length === 0}
      aria-haspopup="menu"
      {...(asked
        ? {}
        : {
            onClick: () => {
              setAsked(true);
              setOpen(true);
            },
          })}
      data-testid={testids.rowsFilter(name)}
    >
      <span className="case-cut">{value === null ? label : (chosen?.label ?? value)}</span>
      <Icon name="down" size={12} />
    </button>
  );
  if (!asked) return button;
  const items = choices.map((one) => ({
    key: one.code,
    label: (
      <span className="rows-choice" data-testid={testids.rowsChoice(name, one.code)}>
        <span>{one.label}</span>
        {one.rows !== null && <span className="rows-choice-count num">{count(one.rows)}</span>}
      </span>
    ),
  }));
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      menu={{
        items: value === null ? items : [{ key: '', label: t('rows.any') }, ...items],
        selectedKeys: value === null ? [] : [value],
        onClick: ({ key }) => onValue(key === '' ? null : key),
        className: 'rows-menu',
      }}
    >
      {button}
    </Dropdown>
  );
}

function Toggle({
  on,
  label,
  rows,
  onToggle,
  testid,
}: {
  on: boolean;
  label: string;
  rows: number | undefined;
  onToggle: () => void;
  testid: string;
}) {
  return (
    <button
      type="button"
      className={`rows-filter ${on ? 'rows-filter-on' : ''}`}
      aria-pressed={on}
      disabled={!on && rows === 0}
      onClick={onToggle}
      data-testid={testid}
    >
      {label}
      {rows !== undefined && <span className="rows-choice-count num">{count(rows)}</span>}
    </button>
  );
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
const isAmount = (text: string) => /^\d+(\.\d{1,2})?$/.test(text);

/** Days and amounts between two bounds. */
function Ranges({ query, set }: { query: RowsQuery; set: (change: Partial<RowsQuery>) => void }) {
  const { t } = useWords();
  const parts = [
    monthOf(query) === null && (query.first ?? query.last) !== null
      ? `${query.first ?? ''}…${query.last ?? ''}`
      : null,
    (query.amount_min ?? query.amount_max) === null
      ? null
      : `¥${query.amount_min ?? ''}…${query.amount_max ?? ''}`,
  ].filter((part) => part !== null);
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const button = (
    <button
      type="button"
      className={`rows-filter ${parts.length === 0 ? '' : 'rows-filter-on'}`}
      aria-haspopup="dialog"
      {...(asked
        ? {}
        : {
            onClick: () => {
              setAsked(true);
              setOpen(true);
            },
          })}
      data-testid={testids.rowsFilter('ranges')}
    >
      <span className="case-cut num">{parts.length === 0 ? t('rows.range') : parts.join(' · ')}</span>
      <Icon name="down" size={12} />
    </button>
  );
  if (!asked) return button;
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      destroyOnHidden
      content={
        <div className="rows-ranges">
          <Bounds
            label={t('rows.days')}
            hint="2026-01-31"
            valid={isDay}
            values={[query.first, query.last]}
            onValues={(first, last) => set({ first, last })}
            names={['first', 'last']}
          />
          <Bounds
            label={t('rows.amount')}
            hint="0.00"
            valid={isAmount}
            values={[query.amount_min, query.amount_max]}
            onValues={(amount_min, amount_max) => set({ amount_min, amount_max })}
            names={['amount-min', 'amount-max']}
          />
        </div>
      }
    >
      {button}
    </Popover>
  );
}

function Bounds({
  label,
  hint,
  valid,
  values,
  onValues,
  names,
}: {
  label: string;
  hint: string;
  valid: (text: string) => boolean;
  values: [string | null, string | null];
  onValues: (least: string | null, most: string | null) => void;
  names: [string, string];
}): ReactNode {
  const { t } = useWords();
  const [typed, setTyped] = useState<[string, string]>([values[0] ?? '', values[1] ?? '']);
  const ok = (text: string) => text.trim() === '' || valid(text.trim());
  const change = (index: 0 | 1, text: string) => {
    const next: [string, string] = index === 0 ? [text, typed[1]] : [typed[0], text];
    setTyped(next);
    // A bound that is only half typed changes nothing yet.
    if (next.every(ok)) onValues(next[0].trim() || null, next[1].trim() || null);
  };
  return (
    <div className="rows-bounds">
      <span>{label}</span>
      {([0, 1] as const).map((index) => (
        <Input
          key={names[index]}
          size="small"
          value={typed[index]}
          placeholder={hint}
          aria-label={`${label} ${t(index === 0 ? 'rows.from' : 'rows.to')}`}
          status={ok(typed[index]) ? '' : 'error'}
          onChange={(event) => change(index, event.target.value)}
          data-testid={testids.rowsBound(names[index])}
        />
      ))}
    </div>
  );
}
