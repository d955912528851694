import { useSearchParams } from "react-router";

/**
 * The address's query, and how to change it. A change starts from the address as it stands, not
 * from the last rendering: what waits for a pause (typing, the brush) would undo what came between.
 */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const change = (next: (now: URLSearchParams) => URLSearchParams) => {
    const now = new URLSearchParams(window.location.search);
    setParams(next(now), { replace: true, preventScrollReset: true });
  };
  return [params, change] as const;
}
