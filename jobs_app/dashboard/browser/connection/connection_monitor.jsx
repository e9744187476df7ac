import "./connection.js";

/** Stands around every page so that connection.js is loaded before the first connection is made. */
export const ConnectionMonitor = ({ children }) => children;
