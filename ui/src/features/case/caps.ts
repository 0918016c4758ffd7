import type { CapView, LineView } from '../../ipc';

export interface CapBar {
  cap: CapView;
  /** Length on the shared axis, 0 to 1. */
  length: number;
  /** Whether the amount lies beyond the axis and the bar is drawn with a break. */
  beyond: boolean;
}

export interface CapAxis {
  bars: CapBar[];
  /** Where the request stands on the axis, 0 to 1. */
  requested: number;
}

/** A cap more than this many times the end of the axis so far would flatten all others, so it lies beyond. */
const farRatio = 2.2;

/** The part of the axis that amounts within it may take; the rest is for the break. */
const withinAxis = 0.86;

/** Caps on one axis, the smallest first. Only lengths are worked out here; amounts stay as the desk gave them. */
export function capAxis(line: LineView): CapAxis {
  const caps = [...line.caps].sort((a, b) => a.share_of_largest - b.share_of_largest);
  let end = Math.max(line.requested_share_of_largest, caps[0]?.share_of_largest ?? 0, 1);
  for (const cap of caps) {
    if (cap.share_of_largest <= end * farRatio) end = Math.max(end, cap.share_of_largest);
  }
  const anyBeyond = caps.some((cap) => cap.share_of_largest > end);
  const unit = (anyBeyond ? withinAxis : 1) / end;
  return {
    bars: caps.map((cap) => {
      const beyond = cap.share_of_largest > end;
      return { cap, beyond, length: beyond ? 1 : cap.share_of_largest * unit };
    }),
    requested: Math.min(1, line.requested_share_of_largest * unit),
  };
}
