import { useEffect } from "react";
import { useLink } from "./connection.js";

/** Tells the server whether anybody can see this page: on every change, and anew after each connect. */
export function Visibility({ onVisibility }) {
  const { connections } = useLink();
  useEffect(() => {
    if (!connections) return;
    const report = () => onVisibility(!document.hidden);
    report();
    document.addEventListener("visibilitychange", report);
    return () => document.removeEventListener("visibilitychange", report);
  }, [connections]);
  return null;
}
