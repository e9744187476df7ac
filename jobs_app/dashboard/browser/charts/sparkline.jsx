const [HEIGHT, STEP, BAR] = [20, 4, 3];
const [NONE, SOME] = [1, 2]; // the height of no failure, and the least of any

/**
 * Failures in each part of a time as bars, on a scale of their own, the highest as high as the row.
 * @param {{ counts: number[], title?: string }} props
 */
export function Sparkline({ counts, title }) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${counts.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {title && <title>{title}</title>}
      {counts.map((count, part) => {
        const height = count ? Math.max(SOME, (HEIGHT * count) / most) : NONE;
        const bar = { x: part * STEP, width: BAR, y: HEIGHT - height, height };
        return <rect key={part} className={count ? "failures" : ""} {...bar} />;
      })}
    </svg>
  );
}
