import type { ReasonView, ScoreView } from '../../ipc';

export interface ReasonBar {
  reason: ReasonView;
  /** Length to its side of the zero line, 0 to 1 of the longest. */
  length: number;
}

export interface ReasonBars {
  /** The most adverse first; those at the reference are left to `atReference`. */
  bars: ReasonBar[];
  atReference: ReasonView[];
  /** All distances together: what stands between the reference and the score. */
  sum: number;
}

export function reasonBars(score: ScoreView): ReasonBars {
  const moved = score.reasons.filter((reason) => reason.distance !== 0);
  const longest = Math.max(1, ...moved.map((reason) => Math.abs(reason.distance)));
  return {
    bars: [...moved]
      .sort((a, b) => a.distance - b.distance)
      .map((reason) => ({ reason, length: Math.abs(reason.distance) / longest })),
    atReference: score.reasons.filter((reason) => reason.distance === 0),
    sum: score.reasons.reduce((sum, reason) => sum + reason.distance, 0),
  };
}
