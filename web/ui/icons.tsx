import type { ReactNode } from "react";

/** Line drawings of 24 × 24, drawn here so that a phone loads no icon library. Always beside a word or a label. */
const drawings = {
  back: <path d="M15 5l-7 7 7 7" />,
  forward: <path d="M9 5l7 7-7 7" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  phone: (
    <path d="M6.5 4h3l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z" />
  ),
  home: <path d="M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z" />,
  list: <path d="M6 4h12v16H6zM9 9h6M9 13h6M9 17h3" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0" />,
  people: (
    <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19a6.5 6.5 0 0 1 13 0M16 4.5a3.3 3.3 0 0 1 0 6.4M18 13.5a6.5 6.5 0 0 1 3.5 5.5" />
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  camera: <path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z" />,
  clip: <path d="M19 11.5l-7.2 7.2a4.5 4.5 0 0 1-6.4-6.4l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.2-2.2l7.2-7.2" />,
  file: <path d="M7 3h7l4 4v14H7zM14 3v4h4" />,
  check: <path d="M5 12.5l4.5 4.5L19 7.5" />,
  clock: <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2" />,
  pause: <path d="M9 6v12M15 6v12" />,
  warning: <path d="M12 4l9 16H3zM12 10v5M12 17.5v.5" />,
  lock: <path d="M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3" />,
  eye: (
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z" />
  ),
  print: <path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z" />,
  search: <path d="M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  fold: <path d="M4 5h16v14H4zM9 5v14M16 9.5L13.5 12l2.5 2.5" />,
  unfold: <path d="M4 5h16v14H4zM9 5v14M13.5 9.5L16 12l-2.5 2.5" />,
  building: <path d="M5 21V4h9v17M14 10h5v11M3 21h18M8 8h3M8 12h3M8 16h3" />,
  out: <path d="M14 4H5v16h9M10 12h11M17.5 8.5L21 12l-3.5 3.5" />,
  star: <path d="M12 3.5l2.6 5.6 6 .7-4.5 4.1 1.2 6-5.3-3-5.3 3 1.2-6-4.5-4.1 6-.7z" />,
  audit: <path d="M5 4h14v16H5zM8.5 9l1.2 1.2L12 8M8.5 15l1.2 1.2L12 14M14 9.5h2.5M14 15.5h2.5" />,
  help: <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.7 9.5a2.4 2.4 0 1 1 3.6 2.1c-.9.5-1.3 1-1.3 1.9M12 16.5v.5" />,
  bell: <path d="M6 17v-6a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4M12 5V3" />,
  month: <path d="M4 20h16M7 20v-6M12 20V8M17 20V4" />,
  retry: <path d="M19 12a7 7 0 1 1-2-5M19 4v4h-4" />,
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof drawings;

/** A drawing beside words; hidden from screen readers, because the words say it. */
export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg
      width="1.4em"
      height="1.4em"
      viewBox="0 0 24 24"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawings[name]}
    </svg>
  );
}
