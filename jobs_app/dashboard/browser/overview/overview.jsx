import { formatClock } from "../format/format_time.js";
import { serverNow, useTicking } from "../time/server_clock.js";
import { setFold, useFold } from "./fold.js";
import { OverviewBars } from "./overview_bars.jsx";
import { FiguresLine, OverviewFigures } from "./overview_figures.jsx";
import { OverviewTable } from "./overview_table.jsx";

const OLD_MS = 3 * 60 * 1000; // it is read once a minute

/** @typedef {import("./overview_figures.jsx").Figures & { start: number, bars: import("./overview_text.js").Bar[] }} Shown */

/** @param {{ path: string }} props */
const Chevron = ({ path }) => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={path} />
  </svg>
);

/** What is left of the overview when it is folded. @param {{ figures: Shown | null }} props */
const FoldedLine = ({ figures }) => (
  <button type="button" className="overview-line" aria-expanded="false" onClick={() => setFold("open")}>
    <span className="sr-only">Overview:</span>
    <FiguresLine figures={figures} />
    <Chevron path="m4.5 6.5 3.5 3.5 3.5-3.5" />
  </button>
);

const FoldButton = () => (
  <button
    type="button"
    className="overview-fold"
    aria-expanded="true"
    aria-label="Overview"
    title="Fold the overview"
    onClick={() => setFold("folded")}
  >
    <Chevron path="m4.5 9.5 3.5-3.5 3.5 3.5" />
  </button>
);

/** @param {{ age: string }} props */
const Head = ({ age }) => (
  <div className="overview-head">
    <span>
      <b>Ended per half hour</b>, {age || "last 24 h"}
    </span>
    <span className="overview-keys" aria-hidden="true">
      <span className="key completed">completed</span>
      <span className="key failed">failed, own scale</span>
      <span className="key cancelled">cancelled</span>
      <span className="key yesterday">yesterday</span>
    </span>
  </div>
);

/**
 * The last 24 hours against the 24 before: half hours as bars, and three figures.
 * @param {{ shown: Shown | null, at: number, query: string, onRange: (from: string, to: string) => void }} props
 */
export function Overview({ shown, at, query, onRange }) {
  const fold = useFold();
  const age = useTicking(() => (at && serverNow() - at > OLD_MS ? `as of ${formatClock(at)}` : ""));
  const start = (shown?.start ?? 0) * 1000;
  const bars = shown?.bars ?? [];
  return (
    <section
      className="overview"
      data-testid="overview"
      data-fold={fold}
      data-loaded={Boolean(shown)}
      aria-label="Last 24 hours"
    >
      <FoldedLine figures={shown} />
      <div className="overview-full">
        <div className="overview-strip">
          <Head age={age} />
          <OverviewBars start={start} bars={bars} query={query} onRange={onRange} />
        </div>
        <OverviewFigures figures={shown} />
        <FoldButton />
        {start > 0 && <OverviewTable start={start} bars={bars} />}
      </div>
    </section>
  );
}
