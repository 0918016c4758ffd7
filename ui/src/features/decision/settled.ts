import { useEffect, useRef, useState } from 'react';

/** The value once it has rested; equal values do not start the wait again. */
export function useSettled<T>(value: T, ms: number, same: (first: T, second: T) => boolean): T {
  const [settled, setSettled] = useState(value);
  const latest = useRef(value);
  latest.current = same(latest.current, value) ? latest.current : value;
  const moving = latest.current;
  useEffect(() => {
    const timer = setTimeout(() => setSettled(moving), ms);
    return () => clearTimeout(timer);
  }, [moving, ms]);
  return settled;
}
