import type { Band } from "../api/types";

/** The band's shape, 10 px: ● low, ◐ unsure, ▲ suspected. Always beside the band's word. */
export function BandSign({ band, size = 10 }: { readonly band: Band; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" className={band} aria-hidden="true">
      {band === "low" && <circle cx="5" cy="5" r="4.5" fill="var(--band)" />}
      {band === "unsure" && (
        <>
          <circle cx="5" cy="5" r="4" fill="none" stroke="var(--band)" strokeWidth="1.25" />
          <path d="M5 1a4 4 0 0 0 0 8z" fill="var(--band)" />
        </>
      )}
      {band === "suspected" && <path d="M5 .6 9.8 9.2H.2z" fill="var(--band)" />}
    </svg>
  );
}
