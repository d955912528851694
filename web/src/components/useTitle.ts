import { useEffect } from "react";

/** The name of the page in the window's title. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined || title === "" ? "imfact" : `${title} · imfact`;
  }, [title]);
}
