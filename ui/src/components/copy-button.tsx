import { useState } from 'react';
import { useWords } from '../i18n';
import { copyText } from '../lib/clipboard';
import { Icon } from './icon';

/** Copies, and says that it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="text-button"
      onClick={() => void copyText(text).then(setCopied)}
      onBlur={() => setCopied(false)}
      onMouseLeave={() => setCopied(false)}
    >
      <Icon name="copy" size={13} />
      <span aria-live="polite">{copied ? t('common.copied') : label}</span>
    </button>
  );
}
