import type { QueueFilter, QueueWork } from '../../ipc';

/** Where a person is in the queue: what is listed and which case is under the cursor. Survives a visit to a case. */
export interface QueuePlace {
  filter: QueueFilter;
  selected: string | null;
}

export const everyWork: QueueWork[] = ['review', 'second_signature', 'waiting', 'mine', 'decided'];

export function filterOf(work: QueueWork): QueueFilter {
  return { work, grades: [], scene: null, trigger: null, text: null };
}

export const startPlace: QueuePlace = { filter: filterOf('review'), selected: null };

export function isNarrowed(filter: QueueFilter): boolean {
  return filter.grades.length > 0 || filter.scene !== null || filter.trigger !== null || filter.text !== null;
}
