import { useLayoutEffect, useRef } from "react";
import env from "$/env.json";
import { LogBox } from "./log_box.jsx";
import { usePermalink } from "./log_hash.js";
import { useLines } from "./log_lines.js";
import { END, useList } from "./log_list.js";
import { useMatch, useSearch } from "./log_search.js";
import { useLogSettings } from "./log_settings.js";
import { LogTools } from "./log_tools.jsx";
import { NewLinesButton, useNewLines } from "./new_lines.jsx";

const FINAL_STATUSES = ["completed", "failed", "cancelled"];
const API_URL = env.PING.replace(/ping$/, "api/jobs");

/** @typedef {import("./log_settings.js").LogSettings} LogSettings */
/** @typedef {import("./log_box.jsx").LogList} LogList */

/**
 * Opens the log at the permalink or at its end, also after a change of the level. Returns a function to call before the
 * settings change: when all levels are shown again, the reader stays at the current line.
 * @param {LogList} list
 * @param {number} total
 * @param {number} permalink
 * @param {number} matchLine
 * @param {LogSettings} settings
 */
function useOpeningPosition(list, total, permalink, matchLine, { level, wrap, times }) {
  useLayoutEffect(() => list.list.measure(), [wrap, times]);
  const opened = useRef("");
  const kept = useRef(0);
  useLayoutEffect(() => {
    const reason = `${level} ${permalink}`;
    if (!list.count || opened.current === reason) return;
    opened.current = reason;
    list.goTo(kept.current || (permalink <= total && permalink) || END);
    kept.current = 0;
  });
  return (/** @type {Partial<LogSettings>} */ change) => {
    kept.current = change.level === "" ? list.currentLine(matchLine, permalink) : 0;
  };
}

/**
 * The text in place of the lines.
 * @param {string} status
 * @param {string} level
 * @param {boolean} done whether the search is
 */
function emptyText(status, level, done) {
  if (level) return done ? "No such lines" : "Searching…";
  return FINAL_STATUSES.includes(status) ? "This job logged nothing" : "No lines yet";
}

/**
 * A job's log: follows its end, loads lines that come into view, searches on the server.
 * @param {{ jobId: string, status: string, chunk: import("./log_pages.js").LogChunk | null }} props
 */
export function LogView({ jobId, status, chunk }) {
  const url = `${API_URL}/${encodeURIComponent(jobId)}/log`;
  const [settings, changeSettings] = useLogSettings();
  const beforeFill = useRef(() => {});
  const [lines, request] = useLines(url, chunk, beforeFill);
  const search = useSearch(url, settings.q, settings.level, lines.total);
  const permalink = usePermalink();
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const found = settings.level ? search.lines : null; // with a level, only matching lines are shown
  const list = useList(box, lines.total, found, request);
  beforeFill.current = () => list.hold((number) => lines.text(number - 1) !== undefined);
  const match = useMatch(settings.q, search, list.goTo);
  const beforeChange = useOpeningPosition(list, lines.total, permalink, match.line, settings);
  const newLines = useNewLines(box, lines.total, list.atEnd);
  /** @param {Partial<LogSettings>} change */
  const onChange = (change) => {
    beforeChange(change);
    changeSettings(change);
  };
  return (
    <section className="log" data-wrap={settings.wrap} aria-label="Log">
      <LogTools {...{ url, settings, search, match, onChange }} total={lines.total} />
      <div className="log-frame">
        <LogBox
          {...{ box, list, settings }}
          emptyText={emptyText(status, settings.level, search.done)}
          textOf={(index) => (found ? found[index][1] : lines.text(list.numberAt(index) - 1))}
          currentLines={[permalink, match.line]}
        />
        <NewLinesButton count={found ? 0 : newLines} onClick={() => list.goTo(END)} />
      </div>
    </section>
  );
}
