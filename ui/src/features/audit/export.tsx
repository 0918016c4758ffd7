import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input, Radio } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { CopyButton } from '../../components/copy-button';
import { KeyCap } from '../../components/figures';
import { OutcomeIcon } from '../../components/outcome';
import { ErrorNote } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, type ExportReceipt, type ExportRequest } from '../../ipc';
import { bytes, count } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';

export function useExport(onChanged: () => void) {
  return useMutation({
    mutationFn: (request: ExportRequest) => desk.auditExport(request),
    onSuccess: onChanged,
  });
}

/** What leaves, in which form, and where it went. */
export function ExportForm({
  exporting,
  caseNumber,
}: {
  exporting: ReturnType<typeof useExport>;
  /** The case of the entry on screen, offered as the scope. */
  caseNumber: string | null;
}) {
  const { t } = useWords();
  const [oneCase, setOneCase] = useState(false);
  const [number, setNumber] = useState('');
  const [withPayloads, setWithPayloads] = useState(false);
  const [zip, setZip] = useState(false);
  const [path, setPath] = useState('');
  useEffect(() => {
    if (caseNumber !== null) setNumber(caseNumber);
  }, [caseNumber]);
  const scope = number.trim();
  const ready = !oneCase || scope !== '';
  const submit = () => {
    if (!ready || exporting.isPending) return;
    exporting.mutate({
      case_number: oneCase ? scope : null,
      with_payloads: withPayloads,
      zip,
      path: path.trim() === '' ? null : path.trim(),
    });
  };
  return (
    <form
      className={styles.panel}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 className={styles.panelHead}>{t('audit.export')}</h2>
      <Choices label={t('audit.export_scope')}>
        <Radio checked={!oneCase} onChange={() => setOneCase(false)}>
          {t('audit.export_all')}
        </Radio>
        <Radio checked={oneCase} onChange={() => setOneCase(true)} data-testid={testids.auditExportOneCase}>
          {t('audit.export_case')}
        </Radio>
        {oneCase && (
          <Input
            value={number}
            placeholder={t('audit.export_case_hint')}
            aria-label={t('audit.filter_case')}
            onChange={(event) => setNumber(event.target.value)}
            data-testid={testids.auditExportCase}
          />
        )}
      </Choices>
      <Choices label={t('audit.export_content')}>
        <Content
          chosen={!withPayloads}
          onChoose={() => setWithPayloads(false)}
          title={t('audit.export_redacted')}
          note={t('audit.export_redacted_note')}
        />
        <Content
          chosen={withPayloads}
          onChoose={() => setWithPayloads(true)}
          title={t('audit.export_full')}
          note={t('audit.export_full_note')}
          testid={testids.auditExportPayloads}
        />
      </Choices>
      <Checkbox
        checked={zip}
        onChange={(event) => setZip(event.target.checked)}
        data-testid={testids.auditExportZip}
      >
        {t('audit.export_zip')}
      </Checkbox>
      <label className={styles.field} htmlFor="export-path">
        <span>{t('audit.export_path')}</span>
        <Input
          id="export-path"
          value={path}
          placeholder={t('audit.export_path_hint')}
          onChange={(event) => setPath(event.target.value)}
          data-testid={testids.auditExportPath}
        />
      </label>
      <p className="hint">{t('audit.export_itself')}</p>
      {exporting.error && <ErrorNote error={exporting.error} />}
      {exporting.data && <Receipt receipt={exporting.data} />}
      <Button
        id="export-submit"
        type="primary"
        htmlType="submit"
        block
        disabled={!ready}
        loading={exporting.isPending}
        data-testid={testids.auditExport}
      >
        {exporting.isPending ? t('audit.exporting') : t('audit.export_now')}
        <KeyCap combination>↵</KeyCap>
      </Button>
    </form>
  );
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={styles.choices}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}

function Content({
  chosen,
  onChoose,
  title,
  note,
  testid,
}: {
  chosen: boolean;
  onChoose: () => void;
  title: string;
  note: string;
  testid?: string;
}) {
  return (
    <Radio
      checked={chosen}
      onChange={onChoose}
      className={`${styles.content} ${chosen ? styles.contentChosen : ''}`}
      data-testid={testid}
    >
      <strong>{title}</strong>
      <span className={styles.contentNote}>{note}</span>
    </Radio>
  );
}

function Receipt({ receipt }: { receipt: ExportReceipt }) {
  const { t } = useWords();
  const command = `firstline-verify ${shellQuoted(receipt.path)}`;
  return (
    <div
      className={styles.receipt}
      role="status"
      data-testid={testids.auditExportReceipt}
      data-path={receipt.path}
    >
      <div className={styles.check}>
        <OutcomeIcon outcome="pass" silent />
        <strong>{t('audit.export_done')}</strong>
      </div>
      <dl className={styles.receiptFacts}>
        <dt>{t('audit.receipt.path')}</dt>
        <dd className="mono">{receipt.path}</dd>
        <dt>{t('audit.receipt.entries')}</dt>
        <dd>{count(receipt.entries)}</dd>
        <dt>{t('audit.receipt.payloads')}</dt>
        <dd>{count(receipt.payloads)}</dd>
        <dt>{t('audit.receipt.tree')}</dt>
        <dd>{count(receipt.tree_size)}</dd>
        <dt>{t('audit.receipt.bytes')}</dt>
        <dd>{bytes(receipt.bytes)}</dd>
        <dt>{t('audit.receipt.log_key')}</dt>
        <dd className="mono">{receipt.log_key}</dd>
        <dt>{t('audit.receipt.entry')}</dt>
        <dd>{count(receipt.entry)}</dd>
      </dl>
      <div className={styles.sectionHead}>
        {t('audit.verify_elsewhere')}
        <span className={styles.aside}>
          <CopyButton text={command} label={t('audit.copy_command')} />
        </span>
      </div>
      <pre className={styles.bytes}>{command}</pre>
      <p className="hint">{t('audit.verify_elsewhere_note')}</p>
    </div>
  );
}

/** The path as a shell takes it for one word. */
function shellQuoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
