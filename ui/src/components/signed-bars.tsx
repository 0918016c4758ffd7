import { signed } from '../lib/format';

/** One zero line, adverse to the left. Points are whole numbers, so a width may be worked out from them. */
export function SignedBars({ rows }: { rows: { id: string; label: string; value: number }[] }) {
  const left = Math.max(0, ...rows.map((row) => -row.value));
  const right = Math.max(0, ...rows.map((row) => row.value));
  const whole = left + right || 1;
  const zero = (left / whole) * 100;
  return (
    <div className="signed-bars">
      {rows.map((row) => {
        const width = (Math.abs(row.value) / whole) * 100;
        const start = row.value < 0 ? zero - width : zero;
        return (
          <div key={row.id} className="signed-bar">
            <span className="signed-bar-label" title={row.label}>
              {row.label}
            </span>
            <span className="signed-bar-track" aria-hidden>
              <span
                className="signed-bar-fill"
                style={{
                  insetInlineStart: `${start}%`,
                  width: `${width}%`,
                  background: row.value < 0 ? 'var(--lowers)' : 'var(--raises)',
                }}
              />
              <span className="signed-bar-zero" style={{ insetInlineStart: `${zero}%` }} />
            </span>
            <span className={`signed-bar-value ${row.value < 0 ? 'lowers' : 'raises'}`}>
              {signed(row.value)}
            </span>
          </div>
        );
      })}
    </div>
  );
}
