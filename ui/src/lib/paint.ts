/** How long something took to be seen: from the press that asked for it to the frame after it was painted. */

/** When the key or the button was pressed, as far as the event knows. */
export function pressedAt(event?: { timeStamp: number }): number {
  return event?.timeStamp ?? performance.now();
}

/**
 * Measures under a name until the page has painted what stands on it now: to the end of the frame in which it is painted, as
 * the browser's own paint timing has it. The last measure of a name is kept.
 */
export function measurePainted(name: string, since: number): void {
  requestAnimationFrame(() => {
    // A message sent before a frame is painted is received right after it.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      performance.clearMeasures(name);
      performance.measure(name, { start: since, end: performance.now() });
    };
    port2.postMessage(null);
  });
}
