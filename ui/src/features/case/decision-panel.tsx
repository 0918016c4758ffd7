import { Button } from 'antd';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { CaseView, DecisionButton, DecisionKind } from '../../ipc';
import { money, percent } from '../../lib/format';
import { testids } from '../../lib/testids';
import { ReasonMark } from './marks';
import { Decided, Proposal } from './standing';
import { isZero } from './values';

const keyCaps: Record<DecisionKind, string> = {
  approve: 'A',
  counteroffer: 'C',
  decline: 'D',
  request_information: 'R',
  refer: 'F',
};

/** The machine's word and the person's five ways, always in the same place. */
export function DecisionPanel({
  view,
  taking,
  onTake,
  onDecide,
  onAuditEntry,
  onChanged,
}: {
  view: CaseView;
  taking: boolean;
  /** Takes the case, where that is what is missing. */
  onTake: (() => void) | null;
  onDecide: (kind: DecisionKind) => void;
  onAuditEntry: ((entry: number) => void) | null;
  onChanged: () => void;
}) {
  return (
    <div className="case-panel">
      <Recommendation view={view} />
      {view.decided ? (
        <Decided decided={view.decided} onAuditEntry={onAuditEntry} />
      ) : view.proposal ? (
        <Proposal
          caseId={view.case_id}
          proposal={view.proposal}
          onAuditEntry={onAuditEntry}
          onChanged={onChanged}
        />
      ) : (
        <Buttons view={view} taking={taking} onTake={onTake} onDecide={onDecide} />
      )}
    </div>
  );
}

function Recommendation({ view }: { view: CaseView }) {
  const { t, say } = useWords();
  const { recommendation, line } = view;
  const offers = !isZero(recommendation.line_recommended);
  const because = recommendation.because.map(say).join(' · ');
  const kind = t(`case.recommend.${recommendation.kind}`);
  return (
    <div
      className="case-recommendation"
      data-testid={testids.caseRecommendation}
      data-kind={recommendation.kind}
    >
      <span className="case-recommendation-label">{t('case.recommendation')}</span>
      <strong className="case-recommendation-line num">
        {offers ? money(recommendation.line_recommended, { symbol: true }) : kind}
      </strong>
      {offers && (
        <span className="case-recommendation-terms">
          {t('case.recommend_offer', {
            kind,
            instalments: recommendation.instalments,
            payment: money(recommendation.payment_monthly, { fen: 'always' }),
          })}
        </span>
      )}
      <span className="case-recommendation-basis">
        {because !== '' && <span title={because}>{t('case.recommend_because', { because })}</span>}
        {offers && line.payment_to_income !== null && (
          <span className="case-recommendation-pti">
            {t('case.recommend_pti', {
              pti: percent(line.payment_to_income),
              max: percent(line.payment_to_income_max, 0),
            })}
          </span>
        )}
      </span>
    </div>
  );
}

function Buttons({
  view,
  taking,
  onTake,
  onDecide,
}: {
  view: CaseView;
  taking: boolean;
  onTake: (() => void) | null;
  onDecide: (kind: DecisionKind) => void;
}) {
  const { t, say } = useWords();
  const { blocked, buttons } = view;
  const refusals = blocked === null ? buttons.filter((button) => button.refused !== null) : [];
  const asksReason = buttons.some((button) => button.asks_reason);
  const asksSecond = buttons.some((button) => button.needs_second_signature);
  return (
    <>
      {buttons.length > 0 && (
        <fieldset className="case-decide" aria-label={t('case.decide_group')}>
          {buttons.map((button) => (
            <DecideButton
              key={button.kind}
              button={button}
              blocked={blocked !== null}
              onPress={() => onDecide(button.kind)}
            />
          ))}
        </fieldset>
      )}
      {blocked === null ? (
        <p className="case-panel-foot">
          {asksReason && (
            <span>
              <ReasonMark /> {t('case.mark_legend_reason')}
            </span>
          )}
          {asksSecond && (
            <span>
              <Icon name="people" size={13} /> {t('case.mark_legend_second')}
            </span>
          )}
          {refusals.map((button) => (
            <span key={button.kind} className="case-fail-text">
              {t(`common.decision_kind.${button.kind}`)}：{button.refused && say(button.refused)}
            </span>
          ))}
        </p>
      ) : (
        <div className="case-blocked" data-testid={testids.caseBlocked}>
          <OutcomeIcon outcome="not_run" silent />
          <span>{say(blocked)}</span>
          {onTake && (
            <Button type="primary" onClick={onTake} loading={taking} data-testid={testids.caseTake}>
              {t('case.take')}
              <KeyCap>Enter</KeyCap>
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function DecideButton({
  button,
  blocked,
  onPress,
}: {
  button: DecisionButton;
  blocked: boolean;
  onPress: () => void;
}) {
  const { t, say } = useWords();
  const marks = [
    button.asks_reason ? t('case.marks_reason') : '',
    button.needs_second_signature ? t('case.marks_second') : '',
  ].filter((mark) => mark !== '');
  const refused = button.refused ? say(button.refused) : null;
  return (
    <button
      type="button"
      disabled={blocked || refused !== null}
      onClick={onPress}
      title={refused ?? (marks.join(' · ') || undefined)}
      data-testid={testids.decide(button.kind)}
    >
      <span className="case-decide-name">{t(`case.button.${button.kind}`)}</span>
      <span className="case-decide-line">
        <KeyCap>{keyCaps[button.kind]}</KeyCap>
        {button.line !== null && <span className="num">{money(button.line)}</span>}
      </span>
      <span className="case-decide-marks">
        {button.asks_reason && <ReasonMark title={t('case.marks_reason')} />}
        {button.needs_second_signature && <Icon name="people" size={13} title={t('case.marks_second')} />}
      </span>
    </button>
  );
}
