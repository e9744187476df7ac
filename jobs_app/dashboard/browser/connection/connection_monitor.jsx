import "./connection.js";

/**
 * Wraps every page so that connection.js is loaded before the first connection is opened.
 * @param {{ children: import("react").ReactNode }} props
 */
export const ConnectionMonitor = ({ children }) => children;
