import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { ErrorNote, SkeletonRows } from '../../components/states';
import { useWords } from '../../i18n';
import {
  type AmountForm,
  type ColumnMapping,
  type ColumnRole,
  type DateOrder,
  desk,
  type GivenFile,
  type RowDirection,
  type StatementKind,
  type StatementPreview,
} from '../../ipc';
import { count, money } from '../../lib/format';
import { testids } from '../../lib/testids';

const roles: ColumnRole[] = [
  'at',
  'time',
  'amount',
  'amount_in',
  'amount_out',
  'direction',
  'balance',
  'counterparty',
  'counterparty_account',
  'description',
  'remark',
  'provider_type',
  'method',
  'status',
  'currency',
  'order_id',
  'merchant_order_id',
];
const kinds: StatementKind[] = ['wallet', 'bank_debit', 'bank_credit'];
const dates: DateOrder[] = ['year_first', 'day_first', 'month_first'];
const forms: AmountForm[] = ['signed', 'owed', 'in_out', 'stated'];
const directions: RowDirection[] = ['in', 'out', 'neutral'];

/** Lets a person say which column holds what, with the rows as they would be read; the answer is kept and used again. */
export function MapColumns({
  file,
  onSaved,
  onCancel,
}: {
  file: GivenFile;
  onSaved: () => void;
  onCancel: () => void;
}) {
  const [mapping, setMapping] = useState<ColumnMapping | null>(null);
  const preview = useQuery({
    queryKey: ['preview', file.name, file.content.length, mapping],
    queryFn: () => desk.previewStatement(file, null, mapping),
    placeholderData: keepPreviousData,
    // A file's text is not kept longer than its screen.
    gcTime: 0,
  });
  const save = useMutation({ mutationFn: desk.saveColumnMapping, onSuccess: onSaved });
  if (preview.error) return <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <SkeletonRows rows={10} height={24} />;
  const proposed = mapping ?? preview.data.proposed;
  if (!proposed) return <NoTable onCancel={onCancel} />;
  return (
    <Mapped
      preview={preview.data}
      mapping={proposed}
      onMapping={setMapping}
      saving={save.isPending}
      failure={save.error}
      onSave={() => save.mutate(proposed)}
      onCancel={onCancel}
    />
  );
}

function NoTable({ onCancel }: { onCancel: () => void }) {
  const { t } = useWords();
  return (
    <div className="empty">
      <span>{t('import.no_table')}</span>
      <Button onClick={onCancel}>{t('import.other_file')}</Button>
    </div>
  );
}

function Mapped({
  preview,
  mapping,
  onMapping,
  saving,
  failure,
  onSave,
  onCancel,
}: {
  preview: StatementPreview;
  mapping: ColumnMapping;
  onMapping: (mapping: ColumnMapping) => void;
  saving: boolean;
  failure: unknown;
  onSave: () => void;
  onCancel: () => void;
}) {
  const { t } = useWords();
  const set = (change: Partial<ColumnMapping>) => onMapping({ ...mapping, ...change });
  const choice = <T extends string>(values: readonly T[], word: (value: T) => string) =>
    values.map((value) => ({ value, label: word(value) }));
  return (
    <section className="map" data-testid={testids.importMap}>
      <p className="hint">{t('import.map_explain', { file: preview.inner ?? preview.file })}</p>
      <div className="map-terms">
        <div className="map-field">
          {t('import.map_name')}
          <Input
            aria-label={t('import.map_name')}
            size="small"
            value={mapping.layout}
            placeholder={t('import.map_name_hint')}
            onChange={(event) => set({ layout: event.target.value })}
            data-testid={testids.importMapName}
          />
        </div>
        <div className="map-field">
          {t('import.map_kind')}
          <Select
            aria-label={t('import.map_kind')}
            size="small"
            value={mapping.kind}
            options={choice(kinds, (kind) => t(`import.kind.${kind}`))}
            onChange={(kind) => set({ kind })}
          />
        </div>
        <div className="map-field">
          {t('import.map_currency')}
          <Input
            aria-label={t('import.map_currency')}
            size="small"
            maxLength={3}
            value={mapping.currency}
            onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
          />
        </div>
        <div className="map-field">
          {t('import.map_dates')}
          <Select
            aria-label={t('import.map_dates')}
            size="small"
            value={mapping.dates}
            options={choice(dates, (order) => t(`import.dates.${order}`))}
            onChange={(order) => set({ dates: order })}
          />
        </div>
        <div className="map-field">
          {t('import.map_amounts')}
          <Select
            aria-label={t('import.map_amounts')}
            size="small"
            value={mapping.amounts}
            options={choice(forms, (form) => t(`import.amounts.${form}`))}
            onChange={(amounts) => set({ amounts })}
          />
        </div>
      </div>
      <Columns preview={preview} mapping={mapping} set={set} />
      {mapping.directions.length > 0 && (
        <div className="map-words">
          <span>{t('import.map_directions')}</span>
          {mapping.directions.map((one, index) => (
            <div className="map-field" key={one.word}>
              <span>{one.word}</span>
              <Select
                aria-label={one.word}
                size="small"
                value={one.direction}
                options={choice(directions, (direction) => t(`rows.${direction}`))}
                onChange={(direction) =>
                  set({
                    directions: mapping.directions.map((word, at) =>
                      at === index ? { ...word, direction } : word,
                    ),
                  })
                }
              />
            </div>
          ))}
        </div>
      )}
      {preview.fault && (
        <p className="import-place" data-testid={testids.importFault}>
          {[preview.fault.message, preview.fault.line, preview.fault.column]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      )}
      <AsRead preview={preview} />
      {failure != null && <ErrorNote error={failure} />}
      <div className="map-acts">
        <Button onClick={onCancel}>{t('import.other_file')}</Button>
        <Button
          type="primary"
          loading={saving}
          disabled={mapping.layout.trim() === '' || preview.fault !== null}
          onClick={onSave}
          data-testid={testids.importMapSave}
        >
          {t('import.map_save')}
        </Button>
      </div>
    </section>
  );
}

/** The file's own columns, each under what it is said to hold. */
function Columns({
  preview,
  mapping,
  set,
}: {
  preview: StatementPreview;
  mapping: ColumnMapping;
  set: (change: Partial<ColumnMapping>) => void;
}) {
  const { t } = useWords();
  const header = preview.headers[0];
  const sample = preview.lines.filter((line) => header === undefined || line.line > header).slice(0, 5);
  return (
    <div className="map-columns">
      <table className="case-table">
        <thead>
          <tr>
            {mapping.columns.map((column, index) => (
              // Headers may repeat; a column is where it stands.
              <th key={index} scope="col">
                <span className="case-cut" title={column.header}>
                  {column.header || '—'}
                </span>
                <Select
                  size="small"
                  value={column.role ?? ''}
                  aria-label={t('import.map_role', { header: column.header })}
                  popupMatchSelectWidth={false}
                  options={[
                    { value: '', label: t('import.role_none') },
                    ...roles.map((role) => ({ value: role, label: t(`import.role.${role}`) })),
                  ]}
                  onChange={(role: string) =>
                    set({
                      columns: mapping.columns.map((one, at) =>
                        at === index ? { ...one, role: role === '' ? null : (role as ColumnRole) } : one,
                      ),
                    })
                  }
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map((line) => (
            <tr key={line.line}>
              {mapping.columns.map((column, index) => (
                <td key={index} className={column.role === null ? 'case-muted-text' : ''}>
                  <span className="case-cut">{line.cells[index] ?? ''}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AsRead({ preview }: { preview: StatementPreview }) {
  const { t } = useWords();
  if (preview.rows.length === 0) return null;
  return (
    <>
      <h3 className="map-head">{t('import.as_read', { many: count(preview.row_count) })}</h3>
      <table className="case-table">
        <thead>
          <tr>
            <th scope="col">{t('rows.at')}</th>
            <th scope="col">{t('rows.counterparty')}</th>
            <th scope="col">{t('rows.description')}</th>
            <th scope="col">{t('rows.direction')}</th>
            <th scope="col" className="right">
              {t('rows.amount')}
            </th>
            <th scope="col" className="right">
              {t('rows.balance')}
            </th>
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <tr key={row.line}>
              <td className="num">{row.at.replace('T', ' ')}</td>
              <td>{row.counterparty}</td>
              <td className="case-cut">{row.description}</td>
              <td>{t(`rows.${row.direction}`)}</td>
              <td className="right num">
                {row.currency} {money(row.amount, { fen: 'always' })}
              </td>
              <td className="right num">
                {row.balance === null ? '' : money(row.balance, { fen: 'always' })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
