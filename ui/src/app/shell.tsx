/** The frame round every screen: top bar, rail, and what lies over them. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { AuditScreen } from '../features/audit';
import { QueueScreen, startPlace } from '../features/queue';
import { SettingsScreen } from '../features/settings';
import { useWords } from '../i18n';
import { desk, keys, type SessionView } from '../ipc';
import { useKeys } from '../lib/keys';
import { CasePage } from './case-page';
import { useIdleLock } from './idle';
import { KeysHelp } from './keys-help';
import { Palette } from './palette';
import { Rail } from './rail';
import type { Route } from './route';
import { ScreenBoundary } from './screen-boundary';
import styles from './shell.module.css';
import { TopBar } from './top-bar';

type Overlay = 'palette' | 'keys' | null;

export function Shell({ session: entered, onLocked }: { session: SessionView; onLocked: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [route, setRoute] = useState<Route>({ screen: 'queue' });
  const [lastCase, setLastCase] = useState<string | null>(null);
  const [order, setOrder] = useState<string[]>([]);
  const [queuePlace, setQueuePlace] = useState(startPlace);
  const [overlay, setOverlay] = useState<Overlay>(null);

  const live = useQuery({ queryKey: keys.session, queryFn: desk.session, initialData: entered });
  const session = live.data;
  const counts = useQuery({ queryKey: keys.queueCounts, queryFn: desk.queueCounts });
  const lock = useMutation({ mutationFn: desk.lock, onSettled: onLocked });
  useIdleLock(lock.mutate);

  const go = useCallback((next: Route) => {
    if (next.screen === 'case') setLastCase(next.caseId);
    setRoute(next);
  }, []);
  /** What a decision or a lock changed shows everywhere: lists, counts, the unwitnessed tail. */
  const refresh = useCallback(() => {
    for (const queryKey of [keys.queue, keys.session, keys.audit])
      void client.invalidateQueries({ queryKey });
  }, [client]);

  const may = session.may_audit;
  useKeys([
    {
      key: 'ctrl+k',
      label: t('common.search_hint'),
      run: () => setOverlay('palette'),
      everywhere: true,
      inFields: true,
    },
    { key: '?', label: t('common.keys_title'), run: () => setOverlay('keys'), everywhere: true },
    { key: 'l', label: t('common.lock_hint'), run: () => lock.mutate(), everywhere: true },
    { key: '1', label: t('common.nav_queue'), run: () => go({ screen: 'queue' }), everywhere: true },
    {
      key: '2',
      label: t('common.nav_case'),
      enabled: lastCase !== null,
      run: () => lastCase && go({ screen: 'case', caseId: lastCase }),
      everywhere: true,
    },
    {
      key: '3',
      label: t('common.nav_audit'),
      enabled: may,
      run: () => go({ screen: 'audit' }),
      everywhere: true,
    },
    { key: '4', label: t('common.nav_settings'), run: () => go({ screen: 'settings' }), everywhere: true },
  ]);

  return (
    <div className={styles.shell}>
      <TopBar session={session} onPalette={() => setOverlay('palette')} onLock={() => lock.mutate()} />
      <Rail route={route} lastCase={lastCase} review={counts.data?.review ?? null} mayAudit={may} go={go} />
      <main className={styles.main}>
        <ScreenBoundary resetKey={JSON.stringify(route)}>
          {route.screen === 'queue' && (
            <QueueScreen
              session={session}
              place={queuePlace}
              onPlace={setQueuePlace}
              onOpen={(caseId, listed) => {
                setOrder(listed);
                go({ screen: 'case', caseId });
              }}
              onChanged={refresh}
            />
          )}
          {route.screen === 'case' && (
            <CasePage
              key={route.caseId}
              caseId={route.caseId}
              order={order}
              session={session}
              go={go}
              onChanged={refresh}
            />
          )}
          {route.screen === 'audit' && (
            <AuditScreen
              key={route.caseNumber ?? ''}
              session={session}
              entry={route.entry ?? null}
              caseNumber={route.caseNumber ?? null}
              onOpenCase={(caseId) => go({ screen: 'case', caseId })}
              onChanged={refresh}
            />
          )}
          {route.screen === 'settings' && <SettingsScreen />}
        </ScreenBoundary>
      </main>
      {overlay === 'keys' && <KeysHelp onClose={() => setOverlay(null)} />}
      {overlay === 'palette' && (
        <Palette
          mayAudit={may}
          go={go}
          onLock={() => lock.mutate()}
          onKeys={() => setOverlay('keys')}
          onClose={() => setOverlay(null)}
        />
      )}
    </div>
  );
}
