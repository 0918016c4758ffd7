import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { SideSheet } from '../../components/side-sheet';
import { ErrorNote, LoadingLine } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, type GivenFile, type ImportReceipt, keys, refusalOf } from '../../ipc';
import { count } from '../../lib/format';
import { testids } from '../../lib/testids';
import { useCodes } from './codes';
import { MapColumns } from './map-columns';
import './import.css';

/** A file's bytes as the desk takes them; the page keeps neither its path nor a copy beyond the import. */
async function given(file: File): Promise<GivenFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let from = 0; from < bytes.length; from += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return { name: file.name, content: btoa(binary) };
}

/** Brings statements into the case: what was new, or where and why not. */
export function ImportSheet({
  caseId,
  onImported,
  onClose,
}: {
  caseId: string;
  onImported: () => void;
  onClose: () => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<GivenFile[]>([]);
  const [over, setOver] = useState(false);
  const [password, setPassword] = useState('');
  const run = useMutation({
    mutationFn: (among: { files: GivenFile[]; password: string | null }) =>
      desk.importStatements(caseId, among.files, among.password),
    onSuccess: () => {
      setFiles([]);
      void client.invalidateQueries({ queryKey: keys.caseView(caseId) });
      onImported();
    },
    // Asked for, used once, kept nowhere.
    onSettled: () => setPassword(''),
  });
  const refused = run.error === null ? null : refusalOf(run.error);
  const take = (chosen: FileList | null) => {
    void Promise.all([...(chosen ?? [])].map(given)).then((read) => {
      if (read.length === 0) return;
      setFiles(read);
      run.mutate({ files: read, password: null });
    });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const again = (given: string | null) => run.mutate({ files, password: given });
  const unknown =
    refused?.code === 'statement_unknown'
      ? (files.find((file) => file.name === refused.values.file) ?? files[0])
      : undefined;
  const asksPassword = refused?.code === 'password_needed' || refused?.code === 'password_wrong';
  return (
    <SideSheet
      label={t('import.title')}
      width={unknown ? 1180 : 720}
      onClose={onClose}
      testid={testids.importSheet}
    >
      <header className="sheet-head">
        <h2>{t('import.title')}</h2>
        <span className="sheet-subject">{files.map((file) => file.name).join(' · ')}</span>
        <button type="button" className="sheet-close" onClick={onClose} aria-label={t('common.close')}>
          <Icon name="close" />
          <KeyCap combination>Esc</KeyCap>
        </button>
      </header>
      <LoadingLine active={run.isPending} />
      <div className="import-body">
        {!unknown && (
          // Dropping is a second way to the button within.
          // biome-ignore lint/a11y/noStaticElementInteractions: see above
          <div
            className={`import-drop ${over ? 'import-drop-over' : ''}`}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <input
              ref={field}
              type="file"
              multiple
              className="visually-hidden"
              tabIndex={-1}
              aria-label={t('import.choose')}
              onChange={(event) => {
                take(event.target.files);
                event.target.value = '';
              }}
              data-testid={testids.importFiles}
            />
            <Button type="primary" disabled={run.isPending} onClick={() => field.current?.click()}>
              {t('import.choose')}
            </Button>
            <span className="hint">{t('import.explain')}</span>
          </div>
        )}
        {asksPassword && (
          <form
            className="import-password"
            onSubmit={(event) => {
              event.preventDefault();
              if (password !== '') again(password);
            }}
          >
            <OutcomeIcon outcome="warn" silent />
            <span>{t(`common.error.${refused.code}`)}</span>
            <Input.Password
              autoFocus
              size="small"
              value={password}
              autoComplete="off"
              aria-label={t('import.password')}
              placeholder={t('import.password')}
              onChange={(event) => setPassword(event.target.value)}
              data-testid={testids.importPassword}
            />
            <Button size="small" htmlType="submit" disabled={password === '' || run.isPending}>
              {t('import.open')}
            </Button>
            <span className="hint">{t('import.password_explain')}</span>
          </form>
        )}
        {run.error !== null && !asksPassword && !unknown && (
          <>
            <ErrorNote error={run.error} />
            <Place values={refused?.values ?? {}} />
          </>
        )}
        {unknown && <MapColumns file={unknown} onSaved={() => again(null)} onCancel={() => run.reset()} />}
        {run.data && <Receipt receipt={run.data} />}
      </div>
    </SideSheet>
  );
}

/** Where in which file it went wrong, and that nothing was written. */
function Place({ values }: { values: { [name: string]: string } }) {
  const { t } = useWords();
  const parts = (['file', 'line', 'column'] as const).flatMap((name) =>
    values[name] ? [`${t(`import.place.${name}`)} ${values[name]}`] : [],
  );
  if (parts.length === 0) return null;
  return (
    <p className="import-place" data-testid={testids.importPlace}>
      {parts.join(' · ')} — {t('import.nothing_written')}
    </p>
  );
}

function Receipt({ receipt }: { receipt: ImportReceipt }) {
  const { t } = useWords();
  const codes = useCodes();
  return (
    <section data-testid={testids.importReceipt} data-rows={receipt.statement_rows}>
      <p className="import-done">
        <OutcomeIcon outcome="pass" silent />
        <strong>
          {receipt.statement_rows === 0
            ? t('import.nothing_new')
            : t('import.done', {
                rows: count(receipt.statement_rows),
                statements: receipt.statements,
              })}
        </strong>
        {receipt.assessed > 0 && <span>{t('import.assessed')}</span>}
      </p>
      <table className="case-table">
        <thead>
          <tr>
            <th scope="col">{t('import.place.file')}</th>
            <th scope="col">{t('import.layout')}</th>
            <th scope="col" className="right">
              {t('import.records')}
            </th>
            <th scope="col" className="right">
              {t('import.new')}
            </th>
          </tr>
        </thead>
        <tbody>
          {receipt.files.map((file) => (
            <tr key={`${file.file} ${file.kind}`}>
              <td className="case-cut" title={file.file}>
                {file.file}
              </td>
              <td>{codes('layout', file.kind)}</td>
              <td className="right num">{count(file.records)}</td>
              <td className="right num">{count(file.new)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
