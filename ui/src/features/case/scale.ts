import type { ScoreView } from '../../ipc';

export interface ScaleBand {
  grade: string;
  /** In percent of the scale's width. */
  left: number;
  width: number;
  current: boolean;
}

export interface ScaleEdge {
  points: number;
  left: number;
  probabilityOfDefault: string | null;
}

export interface Scale {
  bands: ScaleBand[];
  edges: ScaleEdge[];
  cutoff: number;
  points: number;
}

/** Room at both ends, as a share of the span between the outermost edges, since the end grades are open. */
const openEnd = 0.3;

/** Where grades, the cut-off and the score stand on one line, the worst grade at the left. */
export function scaleOf(score: ScoreView): Scale {
  const worstFirst = [...score.bands].reverse();
  const edges = worstFirst.flatMap((band) => (band.points_min === null ? [] : [band.points_min]));
  const marks = [...edges, score.cutoff_points, score.points];
  const span = Math.max(1, Math.max(...edges, score.cutoff_points) - Math.min(...edges, score.cutoff_points));
  const start = Math.min(...marks, Math.min(...edges, score.cutoff_points) - span * openEnd);
  const end = Math.max(...marks, Math.max(...edges, score.cutoff_points) + span * openEnd);
  const place = (points: number) => ((points - start) / (end - start)) * 100;
  return {
    bands: worstFirst.map((band, index) => {
      const left = band.points_min === null ? 0 : place(band.points_min);
      const next = worstFirst[index + 1]?.points_min;
      const right = next === undefined || next === null ? 100 : place(next);
      return { grade: band.grade, left, width: right - left, current: band.grade === score.risk_grade };
    }),
    edges: worstFirst.flatMap((band) =>
      band.points_min === null
        ? []
        : [
            {
              points: band.points_min,
              left: place(band.points_min),
              probabilityOfDefault: band.probability_of_default,
            },
          ],
    ),
    cutoff: place(score.cutoff_points),
    points: place(score.points),
  };
}
