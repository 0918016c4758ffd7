import type { SessionView } from '../../ipc';

export function QueueScreen(_: {
  session: SessionView;
  onOpen: (caseId: string, order: string[]) => void;
  onChanged: () => void;
}) {
  return null;
}
