import type { ReactNode } from 'react';
import { resources, useWords } from '../../i18n';
import type { CaseView, DecisionSheet } from '../../ipc';
import { money, shortHash } from '../../lib/format';
import { testids } from '../../lib/testids';
import { grantsLine } from './draft';
import { amountOfFen, isRecordedMoney, type RecordLine, recordLines } from './record';

/** What will be recorded, in words, from nothing but the bytes to be signed. */
export function RecordView({ sheet, view }: { sheet: DecisionSheet; view: CaseView }) {
  const { t, language } = useWords();
  const names: Record<string, string> = resources[language].translation.decision.record_key;
  return (
    <dl className="sheet-record" data-testid={testids.sheetRecord}>
      {recordLines(sheet.record).map((line) => (
        <div key={line.key}>
          <dt>{names[line.key] ?? line.key}</dt>
          <dd>
            <Value line={line} sheet={sheet} view={view} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('decision.record_entry')}</dt>
        <dd>
          {t('decision.record_entry_text', {
            entry: sheet.entry,
            before: sheet.unwitnessed,
            after: sheet.unwitnessed + 1,
          })}
        </dd>
      </div>
    </dl>
  );
}

function Value({ line, sheet, view }: { line: RecordLine; sheet: DecisionSheet; view: CaseView }): ReactNode {
  const { t, language } = useWords();
  const { key, value } = line;
  if (isRecordedMoney(value)) return money(amountOfFen(value.fen));
  if (value === null) return t(key === 'line_approved' ? 'decision.record_no_line' : 'decision.record_none');
  if (key === 'kind') {
    const kinds: Record<string, string> = resources[language].translation.common.decision_kind;
    const kind = kinds[String(value)] ?? String(value);
    const { within, second_signers: signers } = sheet.authority;
    const proposed = grantsLine(sheet.kind) && !within && signers.length > 0;
    return proposed ? t('decision.record_proposal', { kind }) : kind;
  }
  if (key === 'assessment' && typeof value === 'string') {
    return (
      <span className="mono" title={value}>
        {shortHash(value)}
      </span>
    );
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return t('decision.record_none');
    return value.map((item) => (
      <Item key={JSON.stringify(item)} name={key} item={item} sheet={sheet} view={view} />
    ));
  }
  return value === '' ? t('decision.record_none') : String(value);
}

function Item({
  name,
  item,
  sheet,
  view,
}: {
  name: string;
  item: unknown;
  sheet: DecisionSheet;
  view: CaseView;
}) {
  const { t, say } = useWords();
  if (name === 'open_checks') {
    const check = view.checks.find((check) => check.kind === item);
    return <span className="sheet-record-item">{check ? say(check.title) : String(item)}</span>;
  }
  if (name === 'reason_codes') {
    const reason = sheet.reasons.find((reason) => reason.code === item);
    return (
      <span className="sheet-record-item">
        <span className="mono">{String(item)}</span> {reason && say(reason.text)}
      </span>
    );
  }
  if (name === 'overrides' && isRecordedOverride(item)) {
    const asked = sheet.disagreements.find((one) => one.kind === item.kind && one.side === item.side);
    const reason = asked?.reasons.find((reason) => reason.code === item.reason_code);
    return (
      <span className="sheet-record-item">
        {asked && `${t(`case.override_kind.${asked.kind}`)} · ${t(`case.override_side.${asked.side}`)} · `}
        <span className="mono">{item.reason_code}</span> {reason && say(reason.text)}
        {item.text !== '' && <q>{item.text}</q>}
      </span>
    );
  }
  return <span className="sheet-record-item mono">{JSON.stringify(item)}</span>;
}

interface RecordedOverride {
  kind: string;
  side: string;
  reason_code: string;
  text: string;
}

function isRecordedOverride(item: unknown): item is RecordedOverride {
  return (
    typeof item === 'object' &&
    item !== null &&
    ['kind', 'side', 'reason_code', 'text'].every(
      (key) => typeof (item as Record<string, unknown>)[key] === 'string',
    ) &&
    // Anything more would go unseen in words, so it is shown as it stands.
    Object.keys(item).length === 4
  );
}
