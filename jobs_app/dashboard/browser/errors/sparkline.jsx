const [HEIGHT, STEP, BAR, BASE] = [20, 4, 3, 1];

/**
 * Failures in each of the last hours as bars, on a scale of their own; the sum as text for screen readers.
 * @param {{ hours: number[] }} props
 */
export function Sparkline({ hours }) {
  const most = Math.max(1, ...hours);
  const sum = hours.reduce((all, one) => all + one, 0);
  return (
    <>
      <span className="sr-only">{`${sum} in the last ${hours.length} hours`}</span>
      <svg
        className="sparkline"
        viewBox={`0 0 ${hours.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <title>{`${sum} in the last ${hours.length} hours, ${most} in one at most`}</title>
        {hours.map((count, hour) => {
          const height = Math.max(BASE, (HEIGHT * count) / most);
          const bar = { x: hour * STEP, width: BAR, y: HEIGHT - height, height };
          return <rect key={hour} className={count ? "failures" : ""} {...bar} />;
        })}
      </svg>
    </>
  );
}
