/** One family of line icons: 16 px, 1.5 stroke, round ends. */

import type { ReactNode } from 'react';

const shapes = {
  queue: <path d="M2.5 4h8M2.5 8h5M2.5 12h5M10 11l1.7 1.7L14.5 9.5" />,
  case: (
    <>
      <rect x="2" y="5" width="12" height="8.5" rx="1.2" />
      <path d="M5.5 5V3.5A1 1 0 0 1 6.5 2.5h3a1 1 0 0 1 1 1V5M2 9h12" />
    </>
  ),
  audit: (
    <>
      <rect x="3" y="2" width="10" height="12" rx="1.2" />
      <path d="M5.5 5.5h5M5.5 8h5M5.5 10.5h3" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.5h5.5M10.5 4.5H14M2 11.5h3.5M8.5 11.5H14" />
      <circle cx="9" cy="4.5" r="1.5" />
      <circle cx="7" cy="11.5" r="1.5" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.2" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  unlock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.2" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 4.8-1" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3" />
    </>
  ),
  offline: (
    <path d="M2 2l12 12M3 7.5A7.5 7.5 0 0 1 6 5.6M9 5.2a7.4 7.4 0 0 1 4 2.3M5 10a4.4 4.4 0 0 1 3-1.3M8 12.5h.01" />
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.2 1.5" />
    </>
  ),
  hourglass: <path d="M4 2h8M4 14h8M5 2c0 4 6 4 6 6s-6 2-6 6M11 2c0 4-6 4-6 6s6 2 6 6" />,
  people: (
    <>
      <circle cx="6" cy="5.5" r="2.2" />
      <path d="M2 13c0-2.4 1.8-4 4-4s4 1.6 4 4M10.3 3.5a2.2 2.2 0 0 1 0 4M11.6 9.2c1.5.5 2.4 1.9 2.4 3.8" />
    </>
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.3 8.2 1.9 1.9 3.6-3.8" />
    </>
  ),
  filter: <path d="M2 3h12l-4.5 5.2V13L6.5 11.5V8.2Z" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  down: <path d="m4 6 4 4 4-4" />,
  up: <path d="m4 10 4-4 4 4" />,
  left: <path d="m10 4-4 4 4 4" />,
  right: <path d="m6 4 4 4-4 4" />,
  arrow: <path d="M2.5 8h11M9.5 4l4 4-4 4" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="8" r="2.8" />
      <path d="M7.8 8H14v2.5M11.5 8v2" />
    </>
  ),
  shield: <path d="M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4ZM5.8 7.8l1.6 1.6 2.9-3" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.2" />
      <path d="M3.5 10.5h-1v-8h8v1" />
    </>
  ),
  folder: <path d="M2 4a1 1 0 0 1 1-1h3l1.5 1.8H13a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
    </>
  ),
  moon: <path d="M13.5 9.3A5.8 5.8 0 0 1 6.7 2.5a5.8 5.8 0 1 0 6.8 6.8Z" />,
  globe: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M2 8h12M8 2c2 2 2.5 4 2.5 6S10 12 8 14C6 12 5.5 10 5.5 8S6 4 8 2Z" />
    </>
  ),
  link: <path d="M6.5 9.5l3-3M7 4.8 8.8 3a2.7 2.7 0 0 1 4 4L11 8.8M9 11.2 7.2 13a2.7 2.7 0 0 1-4-4L5 7.2" />,
  list: <path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** Decorative unless it is given a title. */
export function Icon({ name, size = 16, title }: { name: IconName; size?: number; title?: string }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden={title ? undefined : true}
      role={title ? 'img' : undefined}
      aria-label={title}
    >
      {shapes[name]}
    </svg>
  );
}
