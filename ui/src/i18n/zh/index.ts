import { audit } from './audit';
import { caseWords } from './case';
import { common } from './common';
import { decision } from './decision';
import { importWords } from './import';
import { queue } from './queue';
import { rowsWords } from './rows';
import { settings } from './settings';
import { signin } from './signin';

export const zh = {
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
