import { Icon } from '../../components/icon';
import { useWords } from '../../i18n';
import type { Problem } from '../../ipc';
import { testids } from '../../lib/testids';

/** Faults of one field, beside it. */
export function ProblemNotes({ problems, field }: { problems: readonly Problem[]; field: string }) {
  const { say } = useWords();
  if (problems.length === 0) return null;
  return (
    <div className="sheet-problem" role="alert" data-testid={testids.sheetProblem(field)}>
      {problems.map((problem) => (
        <span key={problem.text.en} data-code={problem.code}>
          <Icon name="close" size={12} /> {say(problem.text)}
        </span>
      ))}
    </div>
  );
}
