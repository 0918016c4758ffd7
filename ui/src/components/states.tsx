/** Empty, loading and error, each said where it happened. */

import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { type AppError, refusalOf } from '../ipc';
import { testids } from '../lib/testids';
import { KeyCap } from './figures';
import { OutcomeIcon } from './outcome';

/** What happened, what was kept, what to do, and the reference to quote. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t, language } = useWords();
  const refusal = refusalOf(error);
  return (
    <div className="error-note" role="alert" data-testid={testids.error} data-code={refusal.code}>
      <OutcomeIcon outcome="fail" silent />
      <div>
        <div className="error-note-text">{t(`common.error.${refusal.code}`)}</div>
        <Detail refusal={refusal} english={language === 'en'} />
      </div>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}

function Detail({ refusal, english }: { refusal: AppError; english: boolean }) {
  const { t } = useWords();
  // The desk words its message in English only; the code has its own sentence in either language.
  const message = english && refusal.message !== '' ? [refusal.message] : [];
  const where = refusal.field === null ? [] : [t('common.error.where', { field: refusal.field })];
  const parts = [...message, ...where];
  return (
    <div className="hint">
      {parts.map((part) => (
        <div key={part}>{part}</div>
      ))}
      <div className="mono">{t('common.error.reference', { reference: refusal.reference })}</div>
    </div>
  );
}

/** One sentence on why it is empty and one thing to do about it. */
export function Empty({
  text,
  action,
  testid,
}: {
  text: string;
  action?: { label: string; key?: string; run: () => void };
  testid?: string;
}) {
  return (
    <div className="empty" data-testid={testid}>
      <span>{text}</span>
      {action && (
        <Button onClick={action.run}>
          {action.label}
          {action.key && <KeyCap>{action.key}</KeyCap>}
        </Button>
      )}
    </div>
  );
}

/** A thin line at the top edge once a wait has lasted 200 ms; what was there stays. */
export function LoadingLine({ active }: { active: boolean }) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!active) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, [active]);
  return shown ? <div className="loading-line" role="progressbar" aria-label={t('common.loading')} /> : null;
}

/** Rows for the first paint only. */
export function SkeletonRows({ rows, height = 36 }: { rows: number; height?: number }) {
  const { t } = useWords();
  return (
    <div role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, row) => `skeleton-${row}`).map((id) => (
        <div key={id} className="skeleton-row" style={{ height }}>
          <span />
        </div>
      ))}
    </div>
  );
}

/** The strip at the foot of a screen: what happened on the left, keys on the right. */
export function Footer({ left, children }: { left?: ReactNode; children?: ReactNode }) {
  return (
    <footer className="footer">
      <span className="footer-left">{left}</span>
      <span className="footer-keys">{children}</span>
    </footer>
  );
}

/** Keys and what they do, for the footer. */
export function FooterKey({ keys, label }: { keys: string[]; label: string }) {
  return (
    <span className="footer-key">
      {keys.map((key) => (
        <KeyCap key={key}>{key}</KeyCap>
      ))}
      {label}
    </span>
  );
}
