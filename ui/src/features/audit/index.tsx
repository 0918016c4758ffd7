/** Has the record been changed? The entries, what proves each, and how to hand the proof to somebody else. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty, Footer, FooterKey } from '../../components/states';
import { useWords } from '../../i18n';
import { type AuditFilter, desk, keys, type SessionView } from '../../ipc';
import { useKeys } from '../../lib/keys';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';
import { EntryPane } from './entry';
import { ExportForm, useExport } from './export';
import { useAuditRows } from './list';
import { AuditListPane } from './list-pane';
import { useVerify, VerifyPanel } from './verify';

export interface AuditScreenProps {
  session: SessionView;
  /** The entry to begin with, and the case to narrow to, where another screen led here. */
  entry: number | null;
  caseNumber: string | null;
  onOpenCase: (caseId: string) => void;
  /** An export was recorded. */
  onChanged: () => void;
}

export function AuditScreen(props: AuditScreenProps) {
  const { t } = useWords();
  if (!props.session.may_audit) return <Empty text={t('audit.denied')} />;
  return <AuditDesk {...props} />;
}

function AuditDesk({ entry: start, caseNumber, onOpenCase, onChanged }: AuditScreenProps) {
  const { t } = useWords();
  const [filter, setFilter] = useState<AuditFilter>({
    log: 'decision',
    event: null,
    actor: null,
    case_number: caseNumber,
  });
  const [chosen, setChosen] = useState<number | null>(start);
  const list = useAuditRows(filter);
  const index = chosen ?? list.rows[0]?.index ?? null;
  const entry = useQuery({
    queryKey: keys.auditEntry(filter.log, index ?? -1),
    queryFn: () => desk.auditEntry(filter.log, index ?? -1),
    enabled: index !== null,
  });
  const verify = useVerify();
  const exporting = useExport(onChanged);
  const at = list.rows.findIndex((row) => row.index === index);
  const step = (by: number) => {
    const row = list.rows[Math.min(Math.max(at + by, 0), list.rows.length - 1)];
    if (row) setChosen(row.index);
  };

  useKeys([
    { key: 'j', label: t('audit.move'), run: () => step(1) },
    { key: 'k', label: t('audit.move'), run: () => step(-1) },
    { key: 'ArrowDown', run: () => step(1) },
    { key: 'ArrowUp', run: () => step(-1) },
    { key: 'PageDown', run: () => step(15) },
    { key: 'PageUp', run: () => step(-15) },
    { key: 'v', label: t('audit.verify_now'), run: verify.run },
    { key: 'e', label: t('audit.export'), run: () => document.getElementById('export-submit')?.focus() },
  ]);

  return (
    <div className={styles.screen} data-testid={testids.screen('audit')}>
      <AuditListPane
        list={list}
        filter={filter}
        onFilter={(changed) => {
          setFilter(changed);
          setChosen(null);
        }}
        selected={index}
        onSelect={setChosen}
      />
      <EntryPane
        entry={entry.data ?? null}
        error={entry.error}
        loading={entry.isFetching}
        onRetry={() => void entry.refetch()}
        onPrevious={at > 0 ? () => step(-1) : null}
        onNext={at >= 0 && at < list.rows.length - 1 ? () => step(1) : null}
        onOpenCase={onOpenCase}
      />
      <aside className={styles.side}>
        <VerifyPanel verify={verify} />
        <ExportForm exporting={exporting} caseNumber={entry.data?.row.case_number ?? null} />
      </aside>
      <div className={styles.foot}>
        <Footer
          left={
            <>
              {t('audit.recorded')} · <span className="mono">{list.head?.log_id}</span>
            </>
          }
        >
          <FooterKey keys={['J', 'K']} label={t('audit.move')} />
          <FooterKey keys={['V']} label={t('audit.verify_now')} />
          <FooterKey keys={['E']} label={t('audit.export')} />
          <FooterKey keys={['?']} label={t('common.keys_all')} />
        </Footer>
      </div>
    </div>
  );
}
