/** Composes the window: who is here, where they are, and the screens. */

import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { LoadingLine } from '../components/states';
import { SignInScreen } from '../features/signin';
import { desk, keys, refusalOf, type SessionView, type WorkspaceStatus } from '../ipc';
import { useKeyboard } from '../lib/keys';
import { Shell } from './shell';
import { ThemeProvider } from './theme';

/** A session that ended while a screen was open sends the person back to sign-in, whatever asked. */
function makeClient(): QueryClient {
  const onError = (error: unknown) => {
    if (refusalOf(error).code === 'not_signed_in') void client.invalidateQueries({ queryKey: keys.status });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The desk is on this machine: a refusal is an answer, and asking again changes nothing.
      queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always', staleTime: 5_000 },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

export function App() {
  const client = useMemo(makeClient, []);
  return (
    <ThemeProvider>
      <QueryClientProvider client={client}>
        <Door client={client} />
      </QueryClientProvider>
    </ThemeProvider>
  );
}

/** Drops everything but what is known of the workspace before anyone signs in. */
function forget(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.status[0] });
}

function Door({ client }: { client: QueryClient }) {
  useKeyboard();
  const status = useQuery({ queryKey: keys.status, queryFn: desk.workspaceStatus });
  const session = status.data?.session ?? null;
  const user = session?.user ?? null;
  // However a session ended, nothing that was read under it may be shown to the next person.
  useEffect(() => {
    if (user === null) forget(client);
  }, [client, user]);
  const enter = (entered: SessionView) => {
    forget(client);
    client.setQueryData<WorkspaceStatus>(keys.status, (known) => known && { ...known, session: entered });
  };
  const leave = () => {
    // The screens go first, so that none of them asks again on its way out.
    client.setQueryData<WorkspaceStatus>(keys.status, (known) => known && { ...known, session: null });
    void client.invalidateQueries({ queryKey: keys.status });
  };
  if (session) return <Shell key={session.user} session={session} onLocked={leave} />;
  return (
    <>
      <LoadingLine active={status.isPending} />
      {(status.data || status.error) && (
        <SignInScreen
          status={status.data ?? null}
          error={status.error}
          onRetry={() => void status.refetch()}
          onSignedIn={enter}
        />
      )}
    </>
  );
}
