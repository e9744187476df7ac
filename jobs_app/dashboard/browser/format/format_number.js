// Numbers as texts. Pure.

/** A whole number with narrow no-break spaces between its thousands: "12 345". */
export const whole = (value) => value.toLocaleString("en-US").replaceAll(",", "\u202f");

/** A rate with the two or three digits an estimate is good for. */
export const estimated = (value) => (value >= 100 ? whole(Math.round(value)) : String(Number(value.toPrecision(2))));
