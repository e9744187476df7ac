import { useEffect } from "react";
import { useConnection } from "./connection_state.js";

/**
 * Reports to the server whether this page is visible: on every change, and again after each connect.
 * @param {{ onVisibility: (visible: boolean) => void }} props
 */
export function Visibility({ onVisibility }) {
  const { connections } = useConnection();
  useEffect(() => {
    if (!connections) return;
    const report = () => onVisibility(!document.hidden);
    report();
    document.addEventListener("visibilitychange", report);
    return () => document.removeEventListener("visibilitychange", report);
  }, [connections]);
  return null;
}
