import type { Same } from '../same';
import type { zh } from '../zh';
import { audit } from './audit';
import { caseWords } from './case';
import { common } from './common';
import { decision } from './decision';
import { importWords } from './import';
import { queue } from './queue';
import { rowsWords } from './rows';
import { settings } from './settings';
import { signin } from './signin';

// The type makes a key that only one language has a compile error.
export const en: Same<typeof zh> = {
  common,
  signin,
  queue,
  case: caseWords,
  decision,
  audit,
  rows: rowsWords,
  import: importWords,
  settings,
};
