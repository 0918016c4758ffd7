/** Keys. A screen says which it answers to; the help overlay lists precisely those, and a sheet shuts out the rest. */

import { createContext, useContext, useEffect, useRef } from 'react';
import { preferences } from './preferences';

export interface KeyBinding {
  /** `j`, `?`, `Enter`, `ArrowDown`, or with `ctrl+` before it. */
  key: string;
  /** What it does, for the overlay; a binding without one is a second key for the same thing. */
  label?: string;
  run: (event: KeyboardEvent) => void;
  enabled?: boolean;
  everywhere?: boolean;
  /** Acts while a text field has the focus. */
  inFields?: boolean;
}

interface Registration {
  depth: number;
  bindings: KeyBinding[];
}

/** How many sheets lie over the screen; only the topmost listens. */
export const KeyDepth = createContext(0);

const registrations = new Set<Registration>();

/** Puts keys in force while the component is on screen. */
export function useKeys(bindings: KeyBinding[]): void {
  const depth = useContext(KeyDepth);
  const registration = useRef<Registration>({ depth, bindings });
  // The callbacks close over the latest render, so the registration takes each render's.
  useEffect(() => {
    registration.current.bindings = bindings;
  });
  useEffect(() => {
    const own = registration.current;
    own.depth = depth;
    registrations.add(own);
    return () => {
      registrations.delete(own);
    };
  }, [depth]);
}

/** Shuts out keys of what lies below while a sheet is open. */
export function useKeyDepth(): number {
  return useContext(KeyDepth) + 1;
}

function topDepth(): number {
  return Math.max(0, ...[...registrations].map((registration) => registration.depth));
}

/** Every labelled binding in force at the given depth, for the overlay. */
export function bindingsInForce(depth: number): KeyBinding[] {
  return [...registrations]
    .filter((registration) => registration.depth === depth)
    .flatMap((registration) => registration.bindings)
    .filter((binding) => binding.label !== undefined && binding.enabled !== false);
}

function isSingleCharacter(key: string): boolean {
  return [...key].length === 1;
}

function nameOf(event: KeyboardEvent): string {
  const key = isSingleCharacter(event.key) ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="combobox"], [role="listbox"]')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A button answers to Enter and Space itself. */
function pressesItself(target: EventTarget | null, key: string): boolean {
  return (
    (key === 'Enter' || key === ' ') &&
    target instanceof HTMLElement &&
    target.closest('button, a[href], [role="button"], [role="menuitem"], summary') !== null
  );
}

export function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  if (pressesItself(event.target, name)) return;
  const top = topDepth();
  const field = inField(event.target);
  for (const registration of [...registrations].reverse()) {
    if (registration.depth !== top) continue;
    for (const binding of registration.bindings) {
      if (binding.key !== name || binding.enabled === false) continue;
      if (field && !binding.inFields) continue;
      if (isSingleCharacter(name) && name !== '?' && !preferences().singleKeys) continue;
      event.preventDefault();
      binding.run(event);
      return;
    }
  }
}

/** Listens for the whole page; called once by the shell. */
export function useKeyboard(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
