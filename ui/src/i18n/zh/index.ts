import { audit } from './audit';
import { caseWords } from './case';
import { common } from './common';
import { decision } from './decision';
import { queue } from './queue';
import { settings } from './settings';
import { signin } from './signin';

export const zh = { common, signin, queue, case: caseWords, decision, audit, settings };
