/** The gauge, small: it is our sign as well. */
export function Logo() {
  return (
    <svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true">
      <rect x="9" y="3" width="7" height="10" fill="var(--unsure-shade)" />
      <path d="M1 8h26M1 5v6M27 5v6" stroke="currentColor" strokeWidth="1.25" />
      <circle cx="20.5" cy="8" r="4" fill="var(--low)" stroke="var(--paper)" strokeWidth="1.5" />
    </svg>
  );
}
