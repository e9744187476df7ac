/** @param {{ children: import("react").ReactNode }} props */
const Icon = ({ children }) => (
  <svg
    viewBox="0 0 16 16"
    width="14"
    height="14"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

const OFFLINE_PATH = "m2 2 12 12M3 6.8A8 8 0 0 1 6 5M13 6.8a8 8 0 0 0-3.6-2M5.4 9.6a4.2 4.2 0 0 1 3-1.1M8 12.4v.1";

/** The icon of each refresh state. */
export const ICONS = {
  live: (
    <Icon>
      <circle cx="8" cy="8" r="3" fill="currentColor" />
      <circle cx="8" cy="8" r="6.2" opacity=".45" />
    </Icon>
  ),
  refreshing: (
    <Icon>
      <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.8v2.6h-2.6" />
    </Icon>
  ),
  paused: (
    <Icon>
      <path d="M5.5 3.5v9M10.5 3.5v9" />
    </Icon>
  ),
  retrying: (
    <Icon>
      <path d="M8 2.2 14.4 13.4H1.6ZM8 6.6v3M8 11.6v.1" />
    </Icon>
  ),
  offline: (
    <Icon>
      <path d={OFFLINE_PATH} />
    </Icon>
  ),
};
