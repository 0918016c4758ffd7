import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { App } from '../src/app/app';
import '../src/i18n';
import { preferences, setPreferences } from '../src/lib/preferences';
import { answerWith, queuePage, refusal, session, status } from './desk';

/** A desk that lets `right` in and remembers who is signed in. */
function door(change: Record<string, (args: Record<string, unknown>) => unknown> = {}) {
  let open = false;
  return answerWith({
    workspace_status: () => ({ ...status, session: open ? session : null }),
    sign_in: ({ passphrase }) => {
      if (passphrase !== 'right') throw refusal('wrong_passphrase');
      open = true;
      return session;
    },
    lock: () => {
      open = false;
      return null;
    },
    session: () => {
      if (!open) throw refusal('not_signed_in');
      return session;
    },
    queue_counts: () => ({ review: 0, second_signature: 0, waiting: 0, mine: 0, decided: 0 }),
    queue_list: () => queuePage([]),
    ...change,
  });
}

describe('the door', () => {
  beforeEach(() => setPreferences({ language: 'zh', theme: 'light', singleKeys: true }));

  it('refuses a wrong passphrase in words, empties the field, and opens on the right one', async () => {
    const asked = door();
    render(<App />);
    const user = userEvent.setup();
    const field = (await screen.findByTestId('signin-passphrase')) as HTMLInputElement;
    await user.type(field, 'wrong{Enter}');
    expect((await screen.findByTestId('signin-error')).textContent).toContain('口令不对');
    expect(field.value).toBe('');
    await user.type(field, 'right{Enter}');
    expect(await screen.findByTestId('screen-queue')).toBeTruthy();
    expect(asked.filter((call) => call.command === 'sign_in').map((call) => call.args.user)).toEqual([
      'zhou.min',
      'zhou.min',
    ]);
  });

  it('signs in whoever the arrows chose', async () => {
    const asked = door();
    render(<App />);
    const user = userEvent.setup();
    await user.type(await screen.findByTestId('signin-passphrase'), '{ArrowDown}right{Enter}');
    await screen.findByTestId('screen-queue');
    expect(asked.find((call) => call.command === 'sign_in')?.args.user).toBe('he.jing');
  });

  it('locks with one key and forgets what was read', async () => {
    const asked = door();
    render(<App />);
    const user = userEvent.setup();
    await user.type(await screen.findByTestId('signin-passphrase'), 'right{Enter}');
    await screen.findByTestId('queue-empty');
    await user.keyboard('l');
    expect(await screen.findByTestId('signin')).toBeTruthy();
    expect(asked.some((call) => call.command === 'lock')).toBe(true);
    expect(screen.queryByTestId('screen-queue')).toBeNull();
  });

  it('shows the next person nothing of the one before', async () => {
    let who = session;
    door({
      sign_in: ({ user }) => {
        who = user === 'he.jing' ? { ...session, user: 'he.jing', display_name: '何静' } : session;
        return who;
      },
      workspace_status: () => ({ ...status, session: null }),
      session: () => who,
    });
    render(<App />);
    const user = userEvent.setup();
    await user.type(await screen.findByTestId('signin-passphrase'), 'right{Enter}');
    await screen.findByTestId('queue-empty');
    expect(screen.getByRole('banner').textContent).toContain('周敏');
    await user.keyboard('l');
    await user.type(await screen.findByTestId('signin-passphrase'), '{ArrowDown}right{Enter}');
    await screen.findByTestId('screen-queue');
    expect(screen.getByRole('banner').textContent).toContain('何静');
    expect(screen.getByRole('banner').textContent).not.toContain('周敏');
  });

  it("prints a demo's passphrase, and nothing of the kind elsewhere", async () => {
    door({ workspace_status: () => ({ ...status, demo: true, demo_passphrase: 'open-sesame' }) });
    render(<App />);
    expect((await screen.findByTestId('signin-demo-passphrase')).textContent).toContain('open-sesame');
  });

  it('goes back to sign-in when the desk says that the session has ended', async () => {
    let ended = false;
    door({
      workspace_status: () => ({ ...status, session: ended ? null : session }),
      session: () => session,
      queue_list: () => {
        ended = true;
        throw refusal('not_signed_in');
      },
    });
    render(<App />);
    expect(await screen.findByTestId('signin')).toBeTruthy();
  });

  it('says how to make a workspace where there is none', async () => {
    door({ workspace_status: () => ({ ...status, exists: false, users: [] }) });
    render(<App />);
    const note = await screen.findByTestId('signin-no-workspace');
    expect(note.textContent).toContain('firstline --workspace /somewhere demo');
  });

  it('changes language and theme from the palette, and keeps both', async () => {
    door({ workspace_status: () => ({ ...status, session }), session: () => session });
    render(<App />);
    const user = userEvent.setup();
    await screen.findByTestId('queue-empty');
    await user.keyboard('{Control>}k{/Control}');
    await user.click(await screen.findByTestId('palette-item-language'));
    expect(
      await screen.findByText('No case waits for review. New applications appear here once imported.'),
    ).toBeTruthy();
    await user.keyboard('{Control>}k{/Control}');
    await user.click(await screen.findByTestId('palette-item-theme'));
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'));
    expect(document.documentElement.lang).toBe('en');
    expect(JSON.parse(localStorage.getItem('firstline.preferences') ?? '{}')).toEqual(preferences());
    expect(preferences()).toEqual({ language: 'en', theme: 'dark', singleKeys: true });
  });

  it('lists the keys in force, and shuts the screen out while it does', async () => {
    const asked = door({ workspace_status: () => ({ ...status, session }), session: () => session });
    render(<App />);
    const user = userEvent.setup();
    await screen.findByTestId('queue-empty');
    await user.keyboard('?');
    const help = await screen.findByTestId('keys-help');
    expect(help.textContent).toContain('取下一案并锁定');
    await user.keyboard('g');
    expect(asked.some((call) => call.command === 'take_next')).toBe(false);
  });
});
