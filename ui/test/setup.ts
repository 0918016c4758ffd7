import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Nothing is laid out here, so the long lists are told a height; the widths of media queries never hold.
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 800 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1200 });

afterEach(cleanup);
