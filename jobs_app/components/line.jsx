import "./link.js";

/** Stands around every page so that link.js is there before the first connection is made. */
export const Line = ({ children }) => children;
