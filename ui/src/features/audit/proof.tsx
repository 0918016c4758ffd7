import { CopyButton } from '../../components/copy-button';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { ProofStep, ProofView } from '../../ipc';
import { count, shortHash } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';

/** How the leaf and its siblings make the root: drawn as a path, and the same as a table. */
export function Proof({ proof, index, witnessed }: { proof: ProofView; index: number; witnessed: boolean }) {
  const { t } = useWords();
  return (
    <section data-testid={testids.auditProof} data-holds={proof.holds}>
      <h2 className={styles.sectionHead}>
        {t('audit.proof')}{' '}
        <span className="hint">
          {t('audit.proof_note', { leaf: count(index), size: count(proof.tree_size) })}
        </span>
        <span className={`${styles.check} ${styles.aside}`}>
          <OutcomeIcon outcome={proof.holds ? 'pass' : 'fail'} size={14} silent />
          {proof.holds ? t('audit.proof_holds') : t('audit.proof_broken')}
        </span>
      </h2>
      {proof.steps.length === 0 ? (
        <p className={styles.faint}>{t('audit.proof_alone')}</p>
      ) : (
        <>
          <Path proof={proof} witnessed={witnessed} />
          <p className="hint">{t('audit.proof_explain', { many: count(proof.steps.length) })}</p>
          <StepTable steps={proof.steps} />
        </>
      )}
      <h2 className={styles.sectionHead}>
        {t('audit.checkpoint')} <span className="hint">{t('audit.checkpoint_note')}</span>
        <span className={styles.aside}>
          <CopyButton text={proof.checkpoint} label={t('common.copy')} />
        </span>
      </h2>
      <pre className={styles.bytes}>{proof.checkpoint}</pre>
    </section>
  );
}

const view = { height: 132, middle: 66, end: 44, widthMin: 460, gapMin: 34, box: 28 };

function Path({ proof, witnessed }: { proof: ProofView; witnessed: boolean }) {
  const { t } = useWords();
  const width = Math.max(view.widthMin, 2 * view.end + (proof.steps.length + 1) * view.gapMin);
  const gap = (width - 2 * view.end) / (proof.steps.length + 1);
  const colour = proof.holds ? (witnessed ? 'var(--pass)' : 'var(--t2)') : 'var(--fail)';
  return (
    <svg
      viewBox={`0 0 ${width} ${view.height}`}
      className={styles.path}
      role="img"
      aria-label={`${t('audit.proof')}: ${proof.holds ? t('audit.proof_holds') : t('audit.proof_broken')}`}
    >
      <line
        x1={view.end}
        x2={width - view.end}
        y1={view.middle}
        y2={view.middle}
        stroke="var(--accent)"
        strokeWidth="1.5"
      />
      {proof.steps.map((step, at) => (
        <Sibling key={step.hash + step.first} step={step} x={view.end + gap * (at + 1)} low={at % 2 === 1} />
      ))}
      <End x={0} fill="var(--accent)" hash={proof.leaf} label={t('audit.proof_leaf')} below />
      <End x={width - view.end} fill={colour} hash={proof.root} label={t('audit.proof_root')} below={false} />
    </svg>
  );
}

function Sibling({ step, x, low }: { step: ProofStep; x: number; low: boolean }) {
  const y = step.left ? view.middle + 32 : view.middle - 32;
  const range = step.first === step.last ? `${step.first}` : `${step.first}–${step.last}`;
  const textY = step.left ? y + (low ? 28 : 19) : y - (low ? 21 : 12);
  return (
    <g>
      <line
        x1={x}
        y1={view.middle}
        x2={x - view.box / 2}
        y2={step.left ? y - 8 : y + 8}
        stroke="var(--ctl)"
      />
      <circle cx={x} cy={view.middle} r="3" fill="var(--s1)" stroke="var(--accent)" strokeWidth="1.5" />
      <rect
        x={x - view.box}
        y={y - 8}
        width={view.box}
        height="16"
        rx="3"
        fill="var(--s1)"
        stroke="var(--ctl)"
      />
      <text x={x - view.box / 2} y={y + 4} textAnchor="middle" className={styles.pathHash}>
        {step.hash.slice(0, 4)}
      </text>
      <text x={x - view.box / 2} y={textY} textAnchor="middle" className={styles.pathRange}>
        {range}
      </text>
    </g>
  );
}

function End({
  x,
  fill,
  hash,
  label,
  below,
}: {
  x: number;
  fill: string;
  hash: string;
  label: string;
  below: boolean;
}) {
  return (
    <g>
      <rect x={x} y={view.middle - 11} width={view.end} height="22" rx="3" fill={fill} />
      <text x={x + view.end / 2} y={view.middle + 4} textAnchor="middle" className={styles.pathEnd}>
        {hash.slice(0, 4)}
      </text>
      <text
        x={below ? x : x + view.end}
        y={below ? view.middle + 26 : view.middle - 18}
        textAnchor={below ? 'start' : 'end'}
        className={styles.pathLabel}
        fill={fill}
      >
        {label}
      </text>
    </g>
  );
}

function StepTable({ steps }: { steps: ProofStep[] }) {
  const { t } = useWords();
  return (
    <details className={styles.steps}>
      <summary>{t('audit.proof_table')}</summary>
      <table>
        <thead>
          <tr>
            <th>{t('audit.proof_step')}</th>
            <th>{t('audit.proof_side')}</th>
            <th>{t('audit.proof_covers')}</th>
            <th>{t('audit.proof_hash')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, at) => (
            <tr key={step.hash + step.first}>
              <td>{at + 1}</td>
              <td>{step.left ? t('audit.proof_left') : t('audit.proof_right')}</td>
              <td>
                {step.first === step.last ? count(step.first) : `${count(step.first)} – ${count(step.last)}`}
              </td>
              <td className="mono" title={step.hash}>
                {shortHash(step.hash)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
