import { Icon, type IconName } from '../../components/icon';
import { useWords } from '../../i18n';
import type { QueueCounts, QueueWork } from '../../ipc';
import { count } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './queue.module.css';

const icons: Record<QueueWork, IconName> = {
  review: 'queue',
  second_signature: 'people',
  waiting: 'hourglass',
  mine: 'lock',
  decided: 'done',
};

/** The kinds of work with how many cases each has. */
export function WorkList({
  work,
  counts,
  onWork,
}: {
  work: QueueWork;
  counts: QueueCounts | null;
  onWork: (work: QueueWork) => void;
}) {
  const { t } = useWords();
  const groups: { title: string; works: QueueWork[] }[] = [
    { title: t('queue.work_kinds'), works: ['review', 'second_signature', 'waiting'] },
    { title: t('queue.mine'), works: ['mine'] },
    { title: t('queue.finished'), works: ['decided'] },
  ];
  return (
    <nav className={styles.left} aria-label={t('queue.work_kinds')}>
      {groups.map((group) => (
        <section key={group.title}>
          <h2>{group.title}</h2>
          {group.works.map((kind) => (
            <button
              key={kind}
              type="button"
              className={styles.work}
              aria-current={kind === work ? 'true' : undefined}
              onClick={() => onWork(kind)}
              data-testid={testids.queueWork(kind)}
            >
              <Icon name={icons[kind]} size={14} />
              <span>{t(`queue.work.${kind}`)}</span>
              <span className={styles.workCount}>{counts ? count(counts[kind]) : ''}</span>
            </button>
          ))}
        </section>
      ))}
    </nav>
  );
}
