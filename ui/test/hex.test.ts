import { expect, it } from 'vitest';
import { hexLines } from '../src/lib/hex';

it('dumps sixteen bytes a line with what can be printed of them', () => {
  const lines = hexLines('7b2276223a312c226c6f67223a22666c2fe9a696');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual({
    offset: '0000',
    hex: '7b 22 76 22 3a 31 2c 22  6c 6f 67 22 3a 22 66 6c',
    text: '{"v":1,"log":"fl',
  });
  expect(lines[1]).toEqual({ offset: '0010', hex: '2f e9 a6 96', text: '/...' });
});
