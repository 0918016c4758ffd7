import { useQuery } from '@tanstack/react-query';
import { Input, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { Empty, ErrorNote, LoadingLine, SkeletonRows } from '../../components/states';
import { VirtualRows } from '../../components/virtual-rows';
import { useWords } from '../../i18n';
import { type AuditFilter, type AuditRow, desk, keys, type LogClass } from '../../ipc';
import { clock, count, missing } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';
import type { ListedRow, useAuditRows } from './list';

const eventGroups = {
  decision: [
    'decision',
    'proposal',
    'approval',
    'information',
    'assessment',
    'case',
    'application',
    'statement',
    'vendor_result',
    'export',
    'pack',
    'user',
    'workspace',
  ],
  access: ['session', 'case', 'field', 'audit'],
} as const satisfies Record<LogClass, readonly string[]>;

export interface AuditListPaneProps {
  list: ReturnType<typeof useAuditRows>;
  filter: AuditFilter;
  onFilter: (filter: AuditFilter) => void;
  selected: number | null;
  onSelect: (index: number) => void;
}

export function AuditListPane({ list, filter, onFilter, selected, onSelect }: AuditListPaneProps) {
  const { t } = useWords();
  return (
    <section className={styles.list} aria-label={t('audit.list')}>
      <LoadingLine active={list.isFetching} />
      <div className={styles.listHead}>
        <Segmented
          value={filter.log}
          onChange={(log) => onFilter({ log, event: null, actor: null, case_number: filter.case_number })}
          options={(['decision', 'access'] as const).map((log) => ({
            value: log,
            label: <span data-testid={testids.auditLog(log)}>{t(`audit.log.${log}`)}</span>,
          }))}
        />
        <span className={styles.faint}>{list.head && t('audit.size', { many: count(list.head.size) })}</span>
      </div>
      <Filters filter={filter} onFilter={onFilter} />
      <Rows list={list} filter={filter} selected={selected} onSelect={onSelect} />
    </section>
  );
}

function Filters({ filter, onFilter }: { filter: AuditFilter; onFilter: (filter: AuditFilter) => void }) {
  const { t } = useWords();
  const status = useQuery({ queryKey: keys.status, queryFn: desk.workspaceStatus });
  return (
    <div className={styles.filters}>
      <Icon name="filter" size={14} />
      <Select
        size="small"
        allowClear
        placeholder={t('audit.filter_event')}
        aria-label={t('audit.filter_event')}
        className={styles.select ?? ''}
        value={filter.event}
        onChange={(event?: string | null) => onFilter({ ...filter, event: event ?? null })}
        options={eventGroups[filter.log].map((group) => ({
          value: `${group}.`,
          label: t(`audit.events.${group}`),
        }))}
        data-testid={testids.auditEvent}
      />
      <Select
        size="small"
        allowClear
        placeholder={t('audit.filter_actor')}
        aria-label={t('audit.filter_actor')}
        className={styles.select ?? ''}
        value={filter.actor}
        onChange={(actor?: string | null) => onFilter({ ...filter, actor: actor ?? null })}
        options={(status.data?.users ?? []).map((user) => ({ value: user.user, label: user.display_name }))}
        data-testid={testids.auditActor}
      />
      <CaseFilter
        number={filter.case_number}
        onNumber={(case_number) => onFilter({ ...filter, case_number })}
      />
    </div>
  );
}

/** Asks once the person has stopped typing, or pressed Enter. */
function CaseFilter({
  number,
  onNumber,
}: {
  number: string | null;
  onNumber: (number: string | null) => void;
}) {
  const { t } = useWords();
  const [typed, setTyped] = useState(number ?? '');
  const latest = useRef(onNumber);
  latest.current = onNumber;
  const wanted = typed.trim() === '' ? null : typed.trim();
  useEffect(() => {
    if (wanted === number) return;
    const timer = setTimeout(() => latest.current(wanted), 300);
    return () => clearTimeout(timer);
  }, [wanted, number]);
  return (
    <Input
      size="small"
      allowClear
      className={styles.caseFilter ?? ''}
      value={typed}
      placeholder={t('audit.filter_case')}
      aria-label={t('audit.filter_case')}
      prefix={<Icon name="search" size={12} />}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') latest.current(wanted);
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
      data-testid={testids.auditCase}
    />
  );
}

function Rows({ list, filter, selected, onSelect }: Omit<AuditListPaneProps, 'onFilter'>) {
  const { t } = useWords();
  if (list.error) {
    return (
      <div className={styles.pad}>
        <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      </div>
    );
  }
  if (list.isPending) return <SkeletonRows rows={18} height={28} />;
  if (list.rows.length === 0) {
    const narrowed = filter.event !== null || filter.actor !== null || filter.case_number !== null;
    return <Empty text={narrowed ? t('audit.empty_filtered') : t('audit.empty')} />;
  }
  return (
    <>
      {list.head?.witnessed_size === 0 && <p className={styles.noWitness}>{t('audit.boundary_none')}</p>}
      <VirtualRows
        className={styles.grid}
        rows={list.listed}
        total={list.head?.size ?? list.rows.length}
        height={(row) => (row.kind === 'entry' ? 28 : 24)}
        rowKey={keyOf}
        rowId={keyOf}
        selected={list.listed.findIndex((row) => row.kind === 'entry' && row.row.index === selected)}
        label={t('audit.list')}
        onNearEnd={list.more}
        head={<Head />}
        render={(row) => <Listed row={row} selected={selected} onSelect={onSelect} />}
      />
    </>
  );
}

function keyOf(row: ListedRow): string {
  if (row.kind === 'day') return `audit-day-${row.day}`;
  if (row.kind === 'boundary') return 'audit-boundary';
  return `audit-entry-${row.row.index}`;
}

function Head() {
  const { t } = useWords();
  return (
    <div role="row" className={styles.columns}>
      <span role="columnheader">{t('audit.col_entry')}</span>
      <span role="columnheader">{t('audit.col_time')}</span>
      <span role="columnheader">{t('audit.col_event')}</span>
      <span role="columnheader">{t('audit.col_case')}</span>
      <span role="columnheader">{t('audit.col_actor')}</span>
      <span role="columnheader">
        <span className="visually-hidden">{t('audit.col_witness')}</span>
      </span>
    </div>
  );
}

function Listed({
  row,
  selected,
  onSelect,
}: {
  row: ListedRow;
  selected: number | null;
  onSelect: (index: number) => void;
}) {
  const { t } = useWords();
  if (row.kind === 'day') return <div className={styles.day}>{row.day}</div>;
  if (row.kind === 'boundary') {
    return (
      <div className={styles.boundary}>
        <Icon name="shield" size={13} />
        {t('audit.boundary', { many: count(row.witnessed) })}
      </div>
    );
  }
  return <EntryRow row={row.row} selected={row.row.index === selected} onSelect={onSelect} />;
}

function EntryRow({
  row,
  selected,
  onSelect,
}: {
  row: AuditRow;
  selected: boolean;
  onSelect: (index: number) => void;
}) {
  const { t, say } = useWords();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the row under the cursor, from the screen
    <div
      role="row"
      id={`audit-entry-${row.index}`}
      aria-selected={selected}
      className={`${styles.columns} ${styles.row} ${row.witnessed ? '' : styles.tail}`}
      onClick={() => onSelect(row.index)}
      data-testid={testids.auditRow(row.index)}
      data-event={row.event}
    >
      <span role="gridcell">{count(row.index)}</span>
      <span role="gridcell" className={styles.faint}>
        {clock(row.at, true)}
      </span>
      <span role="gridcell" className={styles.clip}>
        {say(row.title)}
      </span>
      <span role="gridcell" className={styles.clip} title={row.case_number ?? undefined}>
        {row.case_number === null ? missing : shortNumber(row.case_number)}
      </span>
      <span role="gridcell" className={styles.clip}>
        {row.actor}
      </span>
      <span role="gridcell" className={row.witnessed ? styles.witnessed : styles.unwitnessed}>
        {row.witnessed ? (
          <Icon name="shield" size={14} title={t('audit.witnessed')} />
        ) : (
          <Unwitnessed label={t('audit.unwitnessed')} />
        )}
      </span>
    </div>
  );
}

function Unwitnessed({ label }: { label: string }) {
  return (
    <span title={label} className={styles.unwitnessedMark}>
      <OutcomeIcon outcome="not_obtainable" size={14} silent inherit />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** The running number; the whole one stands in the entry and in the title. */
function shortNumber(number: string): string {
  return number.slice(number.lastIndexOf('-') + 1);
}
