import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icon';
import { useWords } from '../../i18n';

/** A column that scrolls, with a pill that says what lies below the fold. Rows name their section in `data-fold`. */
export function FoldPill({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<{ section: string; count: number } | null>(null);
  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const bottom = element.getBoundingClientRect().bottom;
    const below = [...element.querySelectorAll<HTMLElement>('[data-fold]')].filter(
      (row) => row.getBoundingClientRect().bottom > bottom + 6,
    );
    const section = below[0]?.dataset.fold;
    setHidden((known) => {
      if (section === undefined) return null;
      return known?.section === section && known.count === below.length
        ? known
        : { section, count: below.length };
    });
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [measure]);
  return (
    <div className="case-fold">
      <div ref={scroller} className="case-fold-scroll" onScroll={measure}>
        {children}
      </div>
      {hidden && (
        <button
          type="button"
          className="case-fold-pill"
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
        >
          {hidden.section} <Icon name="down" size={12} /> {t('case.below_fold', { many: hidden.count })}
        </button>
      )}
    </div>
  );
}
