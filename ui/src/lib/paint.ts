/** How long something took to be seen: from the press that asked for it to the frame after it was painted. */

/** When the key or the button was pressed, as far as the event knows. */
export function pressedAt(event?: { timeStamp: number }): number {
  return event?.timeStamp ?? performance.now();
}

/** Measures under a name, once what stands on the page now has been painted; the last measure of a name is kept. */
export function measurePainted(name: string, since: number): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.clearMeasures(name);
      performance.measure(name, { start: since, end: performance.now() });
    }),
  );
}
