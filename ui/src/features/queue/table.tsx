import { ChipRow } from '../../components/chip';
import { useCodes } from '../../components/codes';
import { Money } from '../../components/figures';
import { Icon } from '../../components/icon';
import { useSpans } from '../../components/span';
import { VirtualRows } from '../../components/virtual-rows';
import { useWords } from '../../i18n';
import type { QueueRow } from '../../ipc';
import { missing, money } from '../../lib/format';
import { useMatch } from '../../lib/match';
import { useNow } from '../../lib/now';
import { testids } from '../../lib/testids';
import styles from './queue.module.css';

const rowHeight = 36;

export interface QueueTableProps {
  rows: QueueRow[];
  total: number;
  /** Whether the list shows what was decided instead of what is recommended. */
  decided: boolean;
  selected: number;
  onSelect: (row: QueueRow) => void;
  onOpen: (row: QueueRow) => void;
  onNearEnd: () => void;
}

export function QueueTable(props: QueueTableProps) {
  const { t } = useWords();
  const now = useNow();
  return (
    <VirtualRows
      className={styles.grid}
      rows={props.rows}
      total={props.total}
      height={() => rowHeight}
      rowKey={(row) => row.case_id}
      rowId={(row) => `queue-${row.number}`}
      selected={props.selected}
      label={t('queue.list')}
      onNearEnd={props.onNearEnd}
      head={<Head decided={props.decided} />}
      render={(row, index) => (
        <Row
          row={row}
          index={index}
          now={now}
          decided={props.decided}
          selected={index === props.selected}
          onSelect={() => props.onSelect(row)}
          onOpen={() => props.onOpen(row)}
        />
      )}
    />
  );
}

function Head({ decided }: { decided: boolean }) {
  const { t } = useWords();
  return (
    <div role="row" className={styles.columns}>
      <span role="columnheader">{t('queue.col_due')}</span>
      <span role="columnheader">{t('queue.col_case')}</span>
      <span role="columnheader">{t('queue.col_applicant')}</span>
      <span role="columnheader">{t('queue.col_scene')}</span>
      <span role="columnheader" className={styles.right}>
        {t('queue.col_requested')}
      </span>
      <span role="columnheader" className={styles.right}>
        {decided ? t('queue.col_approved') : t('queue.col_recommended')}
      </span>
      <span role="columnheader" className={styles.why}>
        {t('queue.col_why')}
      </span>
      <span role="columnheader">{t('queue.col_owner')}</span>
      <span role="columnheader" className={styles.receivedColumn}>
        {t('queue.col_received')}
      </span>
    </div>
  );
}

interface RowProps {
  row: QueueRow;
  index: number;
  now: Date;
  decided: boolean;
  selected: boolean;
  onSelect: () => void;
  onOpen: () => void;
}

function Row({ row, index, now, decided, selected, onSelect, onOpen }: RowProps) {
  const { t, say } = useWords();
  const codes = useCodes();
  const spans = useSpans(now);
  const narrow = useMatch('(max-width: 1400px)');
  const others = row.lock !== null && !row.lock.mine;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the row under the cursor, from the screen
    <div
      role="row"
      id={`queue-${row.number}`}
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-label={t('queue.row_label', {
        number: row.number,
        applicant: row.applicant,
        requested: money(row.line_requested),
      })}
      className={`${styles.columns} ${styles.row} ${others ? styles.others : ''}`}
      onClick={onSelect}
      onDoubleClick={onOpen}
      data-testid={testids.queueRow(row.number)}
    >
      <Due row={row} now={now} />
      <span role="gridcell" className={styles.number}>
        {row.number}
      </span>
      <span role="gridcell" className={styles.clip}>
        {row.applicant}
      </span>
      <span role="gridcell" className={styles.clip}>
        {codes.scene(row.scene)} <span className={styles.faint}>{codes.channel(row.channel)}</span>
      </span>
      <span role="gridcell" className={styles.right}>
        <Money amount={row.line_requested} />
      </span>
      {decided ? <Decided row={row} /> : <Recommended row={row} />}
      <span role="gridcell" className={`${styles.clip} ${styles.why}`}>
        <ChipRow
          shownMax={narrow ? 2 : 3}
          chips={row.chips.map((chip) => ({ code: chip.code, tone: chip.tone, label: say(chip.text) }))}
        />
      </span>
      <Owner row={row} />
      <span role="gridcell" className={`${styles.receivedColumn} ${styles.faint}`}>
        {spans.age(row.received_at)}
      </span>
    </div>
  );
}

function Due({ row, now }: { row: QueueRow; now: Date }) {
  const { t } = useWords();
  const spans = useSpans(now);
  const settled = row.state === 'decided' || row.state === 'withdrawn';
  if (settled) {
    return (
      <span role="gridcell" className={styles.faint}>
        {missing}
      </span>
    );
  }
  const left = spans.left(row.due_at);
  return (
    <span role="gridcell" className={left.soon ? styles.soon : undefined}>
      {left.soon && <Icon name="clock" size={13} />}
      {left.late ? t('common.time.overdue', { span: left.text }) : left.text}
    </span>
  );
}

function Recommended({ row }: { row: QueueRow }) {
  const { t } = useWords();
  const changed = row.line_recommended !== null && row.line_recommended !== row.line_requested;
  return (
    <span
      role="gridcell"
      className={styles.right}
      title={row.line_recommended === null ? t('queue.no_line') : undefined}
    >
      <span className={changed ? styles.changed : undefined}>
        <Money amount={row.line_recommended} />
      </span>
      <span className={styles.gradeMark}>{row.risk_grade ?? missing}</span>
    </span>
  );
}

function Decided({ row }: { row: QueueRow }) {
  const { t } = useWords();
  return (
    <span role="gridcell" className={styles.right}>
      {row.decided && <span className={styles.faint}>{t(`common.decision_kind.${row.decided}`)} </span>}
      <Money amount={row.line_approved} />
    </span>
  );
}

function Owner({ row }: { row: QueueRow }) {
  const { t } = useWords();
  if (row.lock === null) {
    return (
      <span role="gridcell" className={styles.faint}>
        {missing}
      </span>
    );
  }
  if (row.lock.mine) {
    return (
      <span role="gridcell" className={styles.mine}>
        {t('common.you')}
      </span>
    );
  }
  return (
    <span
      role="gridcell"
      className={styles.clip}
      title={t('queue.locked_by', { name: row.lock.display_name })}
    >
      <Icon name="lock" size={13} /> {row.lock.display_name}
    </span>
  );
}
