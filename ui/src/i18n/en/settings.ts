export const settings = {
  title: 'Settings',
  note: 'These concern the window on this computer only; they go neither into the workspace nor into the ledger.',
  single_keys: 'Single keys',
  single_keys_note:
    'Switched off, single letters no longer act and the key caps on controls disappear; combinations still work.',
};
