import { useEffect, useRef, useState } from "react";
import type { Range } from "../kit/geometry";

const PAUSE_MS = 150;
const name = (range: Range | null): string => (range === null ? "" : `${range.from}-${range.to}`);

/**
 * A range that answers every key at once and tells the page after a pause. The address changes
 * too slowly to count keys by it: the third press would start from where the first one did.
 */
export function useHeldRange(range: Range | null, onRange: (range: Range | null) => void) {
  const [held, setHeld] = useState<{ range: Range | null; pending: boolean } | null>(null);
  const [known, setKnown] = useState(name(range));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (name(range) !== known) {
    setKnown(name(range));
    if (held?.pending === false) setHeld(null);
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const set = (next: Range | null) => {
    setHeld({ range: next, pending: true });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setHeld({ range: next, pending: false });
      onRange(next);
    }, PAUSE_MS);
  };
  return [held === null ? range : held.range, set] as const;
}
