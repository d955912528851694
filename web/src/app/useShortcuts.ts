import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { focusSearch } from "../components/searchField";
import { moveInRows } from "../components/rows";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** "/" goes to the search field, j and k move through the rows. Enter is the browser's own. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "/") {
        event.preventDefault();
        if (pathname === "/search") focusSearch();
        else void navigate("/search");
      } else if (event.key === "j" || event.key === "k") {
        if (moveInRows(event.key === "j" ? 1 : -1)) event.preventDefault();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [navigate, pathname]);
}
