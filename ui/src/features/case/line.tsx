import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { CapView, CaseView, TrackView } from '../../ipc';
import { money } from '../../lib/format';
import { testids } from '../../lib/testids';
import { capAmount } from '../../lib/yuan';
import { capAxis } from './caps';
import { Section } from './section';
import { isBelow, isZero } from './values';

/** What score, policy and capacity each support, and where they are furthest apart. */
export function Tracks({ view }: { view: CaseView }) {
  const { t, say } = useWords();
  const { tracks, widest_disagreement: apart } = view.line;
  return (
    <Section title={t('case.tracks')} aside={t('case.tracks_each')}>
      <ul className="case-tracks">
        {tracks.map((track) => (
          <li
            key={track.track}
            data-fold={t('case.tracks')}
            data-testid={testids.caseTrack(track.track)}
            data-supports={track.supports}
          >
            <OutcomeIcon outcome={trackOutcome(track, view.header.line_requested)} silent />
            <strong>{t(`case.track.${track.track}`)}</strong>
            <span className="case-track-basis" title={say(track.basis)}>
              <TrackWord outcome={trackOutcome(track, view.header.line_requested)} />
              {say(track.basis)}
            </span>
            <span className="right strong" title={money(track.amount)}>
              {capAmount(track.amount)}
            </span>
          </li>
        ))}
      </ul>
      {apart && (
        <p className="case-apart" data-fold={t('case.tracks')}>
          <Icon name="link" />
          <span>
            <strong>
              {t('case.disagreement', {
                higher: t(`case.track.${apart.higher}`),
                lower: t(`case.track.${apart.lower}`),
              })}
            </strong>
            {isZero(apart.reason_above)
              ? t('case.disagreement_any', { gap: capAmount(apart.gap) })
              : t('case.disagreement_text', {
                  gap: capAmount(apart.gap),
                  above: money(apart.reason_above),
                })}
          </span>
        </p>
      )}
    </Section>
  );
}

/** A track that supports less than was asked for is worth a look; one against any line is not a pass at all. */
export function trackOutcome(track: TrackView, requested: string): 'pass' | 'warn' | 'fail' {
  if (!track.supports) return 'fail';
  return isBelow(track.amount, requested) ? 'warn' : 'pass';
}

function TrackWord({ outcome }: { outcome: 'pass' | 'warn' | 'fail' }) {
  const { t } = useWords();
  if (outcome === 'pass') return null;
  return (
    <span className={outcome === 'fail' ? 'case-fail-text' : 'case-warn-text'}>
      {t(outcome === 'fail' ? 'case.supports_not' : 'case.supports_less')} ·{' '}
    </span>
  );
}

/** Every cap on one axis, the smallest first; the request is the dotted line. */
export function Caps({ view }: { view: CaseView }) {
  const { t } = useWords();
  const { line, header } = view;
  const axis = capAxis(line);
  const below = line.below_minimum ? t('case.below_minimum', { amount: money(line.line_min) }) : null;
  return (
    <Section
      title={t('case.caps')}
      note={t('case.caps_head', { step: money(line.line_step) })}
      aside={
        <>
          <span className="case-dotted" aria-hidden />
          {t('case.caps_requested', { amount: money(header.line_requested) })}
        </>
      }
    >
      <ul className="case-caps">
        {axis.bars.map(({ cap, length, beyond }) => (
          <Cap key={cap.kind} cap={cap} length={length} beyond={beyond} requested={axis.requested} />
        ))}
      </ul>
      {below !== null && (
        <p className="case-notice">
          <OutcomeIcon outcome="warn" silent />
          <span>{below}</span>
        </p>
      )}
    </Section>
  );
}

function Cap({
  cap,
  length,
  beyond,
  requested,
}: {
  cap: CapView;
  length: number;
  beyond: boolean;
  requested: number;
}) {
  const { t, say } = useWords();
  const track = cap.track ?? 'none';
  const trackName = cap.track === null ? undefined : t(`case.track.${cap.track}`);
  return (
    <li
      className={cap.binding ? 'case-cap case-cap-binding' : 'case-cap'}
      title={say(cap.basis)}
      data-fold={t('case.caps')}
      data-testid={testids.caseCap(cap.kind)}
      data-binding={cap.binding}
    >
      <span className="case-cap-track" title={trackName}>
        {t(`case.track_letter.${track}`)}
      </span>
      <span className="case-cap-name">
        <span className="case-cut">{say(cap.label)}</span>
        {say(cap.basis) !== say(cap.label) && <span className="case-cap-basis">{say(cap.basis)}</span>}
        {cap.binding && <span className="case-binding">{t('case.binding')}</span>}
      </span>
      <span className="case-cap-bar" aria-hidden>
        <span
          className={beyond ? 'case-cap-length case-cap-beyond' : 'case-cap-length'}
          style={{ width: `${length * 100}%` }}
        />
        <span className="case-cap-requested" style={{ left: `${requested * 100}%` }} />
      </span>
      <span className="right" title={money(cap.amount)}>
        {capAmount(cap.amount)}
      </span>
    </li>
  );
}
