import { useMutation } from '@tanstack/react-query';
import { Button, Input, Popover } from 'antd';
import { type FormEvent, useState } from 'react';
import { Masked } from '../../components/figures';
import { Icon } from '../../components/icon';
import { ErrorNote } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, type MaskedField } from '../../ipc';
import { testids } from '../../lib/testids';

/** A masked value; showing it whole asks for a purpose, which goes into the access log. */
export function Revealable({
  caseId,
  field,
  label,
  value,
}: {
  caseId: string;
  field: MaskedField;
  label: string;
  value: string;
}) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  // What was revealed lives here alone: leaving the case or hiding it forgets it.
  const [revealed, setRevealed] = useState<string | null>(null);
  if (revealed !== null) {
    return (
      <span className="reveal">
        <span data-testid={testids.revealValue(field)}>{revealed}</span>
        <button type="button" className="text-link" onClick={() => setRevealed(null)}>
          {t('case.reveal_hide')}
        </button>
      </span>
    );
  }
  const form = (
    <PurposeForm
      caseId={caseId}
      field={field}
      label={label}
      onRevealed={(shown) => {
        setOpen(false);
        setRevealed(shown);
      }}
    />
  );
  return (
    <span className="reveal">
      <Masked value={value} />
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        content={form}
      >
        <button
          type="button"
          className="reveal-button"
          aria-label={t('case.reveal', { field: label })}
          title={t('case.reveal', { field: label })}
          data-testid={testids.caseReveal(field)}
        >
          <Icon name="eye" size={14} />
        </button>
      </Popover>
    </span>
  );
}

function PurposeForm({
  caseId,
  field,
  label,
  onRevealed,
}: {
  caseId: string;
  field: MaskedField;
  label: string;
  onRevealed: (value: string) => void;
}) {
  const { t } = useWords();
  const [purpose, setPurpose] = useState('');
  const reveal = useMutation({
    mutationFn: () => desk.reveal(caseId, field, purpose),
    onSuccess: onRevealed,
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reveal.mutate();
  };
  return (
    <form className="reveal-form" onSubmit={submit} aria-label={t('case.reveal_title', { field: label })}>
      <label htmlFor={`reveal-${field}`}>{t('case.reveal_purpose')}</label>
      <Input
        id={`reveal-${field}`}
        autoFocus
        value={purpose}
        placeholder={t('case.reveal_placeholder')}
        onChange={(event) => setPurpose(event.target.value)}
        data-testid={testids.revealPurpose}
      />
      <span className="hint">{t('case.reveal_explain')}</span>
      {reveal.error !== null && <ErrorNote error={reveal.error} />}
      <Button htmlType="submit" loading={reveal.isPending} data-testid={testids.revealSubmit}>
        {t('case.reveal_submit')}
      </Button>
    </form>
  );
}
