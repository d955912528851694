import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { LitContext, litId } from "./lit";

export function LitProvider({ children }: { readonly children: ReactNode }) {
  const [key, setKey] = useState<string | null>(null);
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (key === null) return;
    const sentence = document.getElementById(litId(key));
    sentence?.focus({ preventScroll: true });
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    sentence?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }, [key]);
  const value = useMemo(
    () => ({
      key,
      light: (next: string, opener: HTMLElement) => {
        from.current = opener;
        // The same sentence again must scroll again, so it is put out first.
        setKey(null);
        requestAnimationFrame(() => {
          setKey(next);
        });
      },
      goBack: () => {
        setKey(null);
        from.current?.scrollIntoView({ block: "center" });
        from.current?.focus({ preventScroll: true });
      },
    }),
    [key],
  );
  return <LitContext value={value}>{children}</LitContext>;
}
