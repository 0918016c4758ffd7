import { Icon } from '../../components/icon';
import { SideSheet } from '../../components/side-sheet';
import { Footer, FooterKey } from '../../components/states';
import { useWords } from '../../i18n';
import type { CaseView } from '../../ipc';
import { clock, day, moment, shortDay } from '../../lib/format';
import { useNow } from '../../lib/now';
import { testids } from '../../lib/testids';

/** How many of the latest acts fit the footer. */
const footerRows = 3;

export function CaseFooter({ view, onTimeline }: { view: CaseView; onTimeline: () => void }) {
  const { t, say, language } = useWords();
  const now = useNow();
  const when = (at: string) => (day(at) === day(now.toISOString()) ? clock(at) : shortDay(at, language, now));
  return (
    <Footer
      left={
        <span className="case-timeline" data-testid={testids.caseTimeline}>
          <span className="case-timeline-label">{t('case.timeline')}</span>
          {view.timeline.slice(0, footerRows).map((row) => (
            <span key={row.entry}>
              {when(row.at)} {row.actor} {say(row.text)}
            </span>
          ))}
          {view.timeline.length > 0 && (
            <button type="button" className="text-link" onClick={onTimeline}>
              {t('case.timeline_all', { many: view.timeline.length })}
            </button>
          )}
        </span>
      }
    >
      <FooterKey keys={['J', 'K']} label={t('case.keys.next_previous')} />
      <FooterKey keys={['T']} label={t('case.keys.rows')} />
      <FooterKey keys={['?']} label={t('case.keys.all')} />
    </Footer>
  );
}

/** Who did what, the latest first, each with its entry in the log. */
export function TimelineSheet({
  view,
  onAuditEntry,
  onClose,
}: {
  view: CaseView;
  onAuditEntry: ((entry: number) => void) | null;
  onClose: () => void;
}) {
  const { t, say } = useWords();
  return (
    <SideSheet label={t('case.timeline_title')} width={560} onClose={onClose}>
      <header className="sheet-head">
        <h2>{t('case.timeline_title')}</h2>
        <span className="sheet-subject">{view.number}</span>
        <button type="button" className="sheet-close" onClick={onClose} aria-label={t('common.close')}>
          <Icon name="close" />
        </button>
      </header>
      <ol className="case-timeline-list">
        {view.timeline.map((row) => (
          <li key={row.entry}>
            <span className="num">{moment(row.at)}</span>
            <span>{row.actor}</span>
            <strong>{say(row.text)}</strong>
            {onAuditEntry ? (
              <button type="button" className="text-link" onClick={() => onAuditEntry(row.entry)}>
                {t('case.timeline_entry', { entry: row.entry })}
              </button>
            ) : (
              <span className="hint">{t('case.timeline_entry', { entry: row.entry })}</span>
            )}
          </li>
        ))}
      </ol>
    </SideSheet>
  );
}
