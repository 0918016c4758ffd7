import { useState } from 'react';
import { CopyButton } from '../../components/copy-button';
import { useWords } from '../../i18n';
import { count } from '../../lib/format';
import { hexLines } from '../../lib/hex';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';

const linesAtFirst = 6;

/** The entry's bytes as they are stored and hashed. */
export function Bytes({ hex, length }: { hex: string; length: number }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const lines = hexLines(hex);
  const shown = all ? lines : lines.slice(0, linesAtFirst);
  return (
    <section>
      <h2 className={styles.sectionHead}>
        {t('audit.bytes')} <span className="hint">{t('audit.bytes_note', { many: count(length) })}</span>
        <span className={styles.aside}>
          <CopyButton text={hex} label={t('audit.copy_hex')} />
        </span>
      </h2>
      <pre className={styles.bytes} data-testid={testids.auditBytes}>
        {shown.map((line) => `${line.offset} ${line.hex.padEnd(48)} ${line.text}\n`).join('')}
      </pre>
      {lines.length > linesAtFirst && (
        <button type="button" className="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('audit.bytes_less') : t('audit.bytes_more')}
        </button>
      )}
    </section>
  );
}
