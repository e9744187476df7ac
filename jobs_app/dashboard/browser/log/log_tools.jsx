import { formatInteger } from "../format/format_number.js";
import { LogSearchField } from "./log_search_field.jsx";

/** @typedef {import("./log_settings.js").LogSettings} LogSettings */

/** @param {{ on: boolean, onChange: (on: boolean) => void, children: import("react").ReactNode }} props */
const Toggle = ({ on, onChange, children }) => (
  <button type="button" className="secondary" aria-pressed={on} onClick={() => onChange(!on)}>
    {children}
  </button>
);

/** @param {{ level: string, onChange: (level: LogSettings["level"]) => void }} props */
const LevelSelect = ({ level, onChange }) => (
  <select
    className="select"
    aria-label="Level"
    value={level}
    onChange={(event) => onChange(/** @type {LogSettings["level"]} */ (event.target.value))}
  >
    <option value="">All levels</option>
    <option value="info">Info and above</option>
    <option value="warning">Warnings and errors</option>
    <option value="error">Errors</option>
  </select>
);

/**
 * Search, level, wrapping, times and download of a log.
 * @param {{ url: string, total: number, settings: LogSettings, onChange: (change: Partial<LogSettings>) => void,
 *   search: import("./log_search.js").Search, match: { position: number, step: (by: 1 | -1) => void } }} props
 */
export function LogTools({ url, total, settings, onChange, search, match }) {
  return (
    <div className="log-tools">
      <h3>
        Log{" "}
        <span className="log-total">
          {formatInteger(total)} {total === 1 ? "line" : "lines"}
        </span>
      </h3>
      <LogSearchField
        q={settings.q}
        level={settings.level}
        search={search}
        position={match.position}
        step={match.step}
        onChange={(q) => onChange({ q })}
      />
      <LevelSelect level={settings.level} onChange={(level) => onChange({ level })} />
      <Toggle on={settings.wrap} onChange={(wrap) => onChange({ wrap })}>
        Wrap
      </Toggle>
      <Toggle on={settings.times} onChange={(times) => onChange({ times })}>
        Times
      </Toggle>
      <a className="secondary" href={`${url}/text`} download>
        Download
      </a>
    </div>
  );
}
