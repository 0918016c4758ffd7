import { Input } from 'antd';
import { useId } from 'react';
import { useWords } from '../../i18n';
import { testids } from '../../lib/testids';

/** What the person writes beside the decision. */
export function Note({
  value,
  placeholder,
  onChange,
}: {
  value: string;
  placeholder: string;
  onChange: (note: string) => void;
}) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="sheet-note">
      <label htmlFor={id}>{t('decision.note')}</label>
      <Input.TextArea
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoSize={{ minRows: 1, maxRows: 6 }}
        placeholder={placeholder}
        data-testid={testids.sheetNote}
      />
    </div>
  );
}
