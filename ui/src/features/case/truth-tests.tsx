import { useState } from 'react';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { SpendingView, StatementView, TruthOutcome, TruthTestView } from '../../ipc';
import { useCodes } from './codes';
import { FigureButton } from './figure-button';
import { Section } from './section';
import { isQuestion, type TruthGroup, truthGroups } from './truth';

/** Tests of the statements themselves. A test that failed is told statement by statement. */
export function TruthTests({ spending }: { spending: SpendingView }) {
  const { t } = useWords();
  const tests = spending.truth_tests;
  const questions = tests.filter(isQuestion);
  const many = (outcome: TruthOutcome) => tests.filter((test) => test.outcome === outcome).length;
  return (
    <Section
      title={t('case.truth_tests')}
      aside={t('case.truth_counts', {
        pass: many('pass'),
        fail: many('fail'),
        unknown: many('cannot_tell'),
      })}
    >
      <ul className="case-tests">
        {truthGroups(tests.filter((test) => !isQuestion(test))).map((group) => (
          <Group key={`${group.code} ${group.outcome}`} group={group} statements={spending.statements} />
        ))}
      </ul>
      {questions.length > 0 && (
        <>
          <h4 className="case-questions">{t('case.truth_questions')}</h4>
          <ul className="case-tests" aria-label={t('case.truth_questions')}>
            {questions.map((test) => (
              <Test key={test.figure.key} test={test} statements={spending.statements} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Group({ group, statements }: { group: TruthGroup; statements: StatementView[] }) {
  const { t, say } = useWords();
  const [open, setOpen] = useState(group.outcome === 'fail');
  const [first] = group.tests;
  if (!first) return null;
  if (group.tests.length === 1 || open) {
    return group.tests.map((test) => <Test key={test.figure.key} test={test} statements={statements} />);
  }
  return (
    <li data-outcome={group.outcome}>
      <OutcomeIcon outcome={group.outcome} silent />
      <span className="case-test-title">{say(first.title)}</span>
      <button
        type="button"
        className="text-link case-test-more"
        onClick={() => setOpen(true)}
        aria-expanded={false}
      >
        {t('case.truth_statements', { many: group.tests.length })}
        <Icon name="down" size={12} />
      </button>
      <span className={`case-test-outcome case-test-${group.outcome}`}>
        {t(`common.outcome.${group.outcome}`)}
      </span>
    </li>
  );
}

function Test({ test, statements }: { test: TruthTestView; statements: StatementView[] }) {
  const { t, say } = useWords();
  const codes = useCodes();
  const statement = statements.find((one) => one.file === test.file);
  // Which statement is said only where there is more than one to mean.
  const of = statement && statements.length > 1 ? `${codes('layout', statement.layout)} · ` : '';
  const basis = `${of}${say(test.basis)}`;
  return (
    <li data-outcome={test.outcome}>
      <OutcomeIcon outcome={test.outcome} silent />
      <span className="case-test-title">{say(test.title)}</span>
      <span className="case-test-basis" title={basis}>
        {basis}
      </span>
      <span className={`case-test-outcome case-test-${test.outcome}`}>
        <FigureButton figure={test.figure} label={say(test.title)}>
          {t(`common.outcome.${test.outcome}`)}
        </FigureButton>
      </span>
    </li>
  );
}
