import type { SessionView } from '../../ipc';

export function AuditScreen(_: {
  session: SessionView;
  entry: number | null;
  caseNumber: string | null;
  onChanged: () => void;
}) {
  return null;
}
