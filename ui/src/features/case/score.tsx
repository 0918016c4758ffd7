import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { CaseView, ScoreView } from '../../ipc';
import { decimal, percent, signed } from '../../lib/format';
import { testids } from '../../lib/testids';
import { reasonBars } from './reasons';
import { scaleOf } from './scale';
import { Section } from './section';
import { reasonValue } from './values';

/** The score on its scale, with the cut-off and what each grade means. */
export function ScoreHead({ view }: { view: CaseView }) {
  const { t, say } = useWords();
  const { score, score_error, assessment } = view;
  if (score === null) {
    return (
      <Section title={t('case.score')}>
        <p className="case-notice" data-testid={testids.caseScore}>
          <OutcomeIcon outcome="cannot_tell" silent />
          <span>
            <strong>{t('case.no_score')}</strong> {score_error && say(score_error)}
          </span>
        </p>
      </Section>
    );
  }
  const aside = t('case.score_scale', {
    card: assessment.scorecard,
    version: assessment.scorecard_version,
    points: score.base_points,
    odds: decimal(score.base_odds, 0),
    pdo: decimal(score.points_to_double_odds, 0),
  });
  return (
    <Section title={t('case.score')} aside={<span title={aside}>{aside}</span>}>
      <div className="case-score">
        <div>
          <span className="case-score-points num" data-testid={testids.caseScore}>
            {score.points}
          </span>
          <span className="case-score-grade">
            <strong>{t('case.score_grade', { grade: score.risk_grade })}</strong>
            {' · '}
            {t('case.score_pd', { pd: percent(score.probability_of_default) })}
          </span>
        </div>
        <Scale score={score} />
      </div>
    </Section>
  );
}

/** Room that the score's label needs at its left, in percent of the scale. */
const labelRoom = 26;

function Scale({ score }: { score: ScoreView }) {
  const { t } = useWords();
  const scale = scaleOf(score);
  const distance = signed(score.points - score.cutoff_points);
  // The two labels hang away from each other, and never off the left end.
  const below = score.points < score.cutoff_points;
  const at = (left: number) => ({ left: `${left}%` });
  return (
    <div className="case-scale">
      <span className={below ? 'case-scale-label-right' : 'case-scale-label-left'} style={at(scale.cutoff)}>
        {t('case.score_cutoff', { points: score.cutoff_points })}
      </span>
      <span
        className={`case-scale-points-label ${
          below && scale.points > labelRoom ? 'case-scale-label-left' : 'case-scale-label-right'
        }`}
        style={at(scale.points)}
      >
        {score.points} ({distance})
      </span>
      <div className="case-scale-bands" aria-hidden>
        {scale.bands.map((band) => (
          <span
            key={band.grade}
            className={band.current ? 'case-band case-band-current' : 'case-band'}
            style={{ left: `${band.left}%`, width: `${band.width}%` }}
          >
            {band.grade}
          </span>
        ))}
        <span className="case-scale-cutoff" style={at(scale.cutoff)} />
        <span className="case-scale-mark" style={at(scale.points)} />
      </div>
      <div className="case-scale-edges">
        <span className="case-scale-pd" aria-hidden>
          {t('case.score_pd_row')}
        </span>
        {scale.edges.map((edge) => (
          <span key={edge.points} style={at(edge.left)}>
            {edge.points}
            <br />
            {percent(edge.probabilityOfDefault)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Each reason as a signed bar from one zero line, the most adverse first. */
export function Reasons({ view }: { view: CaseView }) {
  const { t, say } = useWords();
  if (view.score === null) return null;
  const { bars, atReference, sum } = reasonBars(view.score);
  const head = t('case.reasons_head', {
    reference: view.score.reference_points,
    sum: sum < 0 ? `− ${Math.abs(sum)}` : `+ ${sum}`,
    points: view.score.points,
  });
  const level = atReference.map((reason) => say(reason.label)).join(' · ');
  return (
    <Section
      title={t('case.reasons')}
      note={head}
      aside={
        <span className="case-reason-sides">
          {t('case.lowers')} <span aria-hidden>◂ ▸</span> {t('case.raises')}
        </span>
      }
    >
      <ul className="case-reasons">
        {bars.map(({ reason, length }) => {
          const text = `${say(reason.label)} ${reasonValue(reason, t)}`;
          return (
            <li
              key={reason.characteristic}
              data-fold={t('case.reasons')}
              data-testid={testids.caseReason(reason.characteristic)}
            >
              <span className="case-cut" title={text}>
                {text}
              </span>
              <span className="case-signed" aria-hidden>
                <span
                  className={reason.distance < 0 ? 'case-lowers' : 'case-raises'}
                  style={{ width: `${length * 50}%` }}
                />
              </span>
              <span
                className={`right strong ${reason.distance < 0 ? 'case-lowers-text' : 'case-raises-text'}`}
              >
                {signed(reason.distance)}
              </span>
            </li>
          );
        })}
      </ul>
      {atReference.length > 0 && (
        <p className="case-reference" title={level}>
          {t('case.reasons_at_reference', { many: atReference.length, names: level })}
        </p>
      )}
    </Section>
  );
}
