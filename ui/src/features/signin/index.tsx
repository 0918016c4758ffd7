import type { SessionView, WorkspaceStatus } from '../../ipc';

export interface SignInProps {
  status: WorkspaceStatus | null;
  error: unknown;
  onRetry: () => void;
  onSignedIn: (session: SessionView) => void;
}

export function SignInScreen(_: SignInProps) {
  return null;
}
