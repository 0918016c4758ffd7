import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { CaseView, DecisionSheet } from '../../ipc';
import { money } from '../../lib/format';
import { capAmount } from '../../lib/yuan';

/** The person's line against what each track supports; drawn to one scale. */
export function Tracks({ sheet, view }: { sheet: DecisionSheet; view: CaseView }) {
  const { t } = useWords();
  const yours = Number(sheet.yours.line ?? 0);
  const recommended = Number(sheet.recommended.line ?? 0);
  const largest = Math.max(1, yours, recommended, ...sheet.tracks.map((track) => Number(track.amount)));
  const place = (amount: number) => `${(amount / largest) * 100}%`;
  return (
    <section className="sheet-section" aria-label={t('decision.tracks')}>
      <header>
        <h3>{t('decision.tracks')}</h3>
      </header>
      <ul className="sheet-tracks" aria-label={view.number}>
        {sheet.tracks.map((track) => {
          const carries = track.supports && Number(track.amount) >= yours;
          return (
            <li key={track.track}>
              <OutcomeIcon outcome={carries ? 'pass' : 'fail'} size={14} />
              <span>{t(`case.track.${track.track}`)}</span>
              <span className="sheet-track-bar" aria-hidden>
                <span
                  className={carries ? '' : 'sheet-track-short'}
                  style={{ width: place(Number(track.amount)) }}
                />
                {sheet.recommended.line !== null && (
                  <i className="sheet-key-recommended" style={{ left: place(recommended) }} />
                )}
                {sheet.yours.line !== null && (
                  <i className="sheet-key-yours" style={{ left: place(yours) }} />
                )}
              </span>
              <span className={`right num ${carries ? '' : 'sheet-track-fail'}`} title={money(track.amount)}>
                {capAmount(track.amount)}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="sheet-track-key hint">
        {sheet.recommended.line !== null && (
          <span>
            <i className="sheet-key-recommended" /> {t('decision.recommended')}{' '}
            {money(sheet.recommended.line)}
          </span>
        )}
        {sheet.yours.line !== null && (
          <span>
            <i className="sheet-key-yours" /> {t(`common.decision_kind.${sheet.kind}`)}{' '}
            {money(sheet.yours.line)}
          </span>
        )}
      </p>
    </section>
  );
}
