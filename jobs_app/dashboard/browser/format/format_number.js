// Numbers as texts. Pure.

/**
 * An integer with narrow no-break spaces between its thousands: "12 345".
 * @param {number} value
 */
export const formatInteger = (value) => value.toLocaleString("en-US").replaceAll(",", "\u202f");

/**
 * A rate with the two or three significant digits of an estimate.
 * @param {number} value items per second
 */
export const formatRate = (value) =>
  value >= 100 ? formatInteger(Math.round(value)) : String(Number(value.toPrecision(2)));
