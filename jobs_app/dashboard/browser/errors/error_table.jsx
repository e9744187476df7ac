import { Sparkline } from "../charts/sparkline.jsx";
import { formatInteger } from "../format/format_number.js";
import { Ago } from "../time/times.jsx";
import { ErrorText } from "./error_text.jsx";

/**
 * @typedef {object} ErrorGroup
 * @property {string} fingerprint
 * @property {string} type
 * @property {string} text
 * @property {number} count
 * @property {string[]} types
 * @property {number | null} first
 * @property {number | null} last
 * @property {number[]} hours
 */

const SHOWN_TYPES = 3;

/** The address of a group's jobs, in the present view. @param {string} query @param {string} fingerprint */
function addressOf(query, fingerprint) {
  const values = new URLSearchParams(query);
  for (const name of ["view", "after", "before"]) values.delete(name);
  values.set("error", fingerprint);
  return `?${values}`;
}

/** @param {string[]} types */
function typesText(types) {
  const more = types.length - SHOWN_TYPES;
  return types.slice(0, SHOWN_TYPES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** @param {{ group: ErrorGroup, href: string, onChoose: (fingerprint: string) => void }} props */
function Row({ group, href, onChoose }) {
  /** @param {import("react").MouseEvent} event */
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onChoose(group.fingerprint);
  };
  const name = [group.type, group.text].filter(Boolean).join(" ");
  return (
    <tr data-testid="error-group" data-fingerprint={group.fingerprint} data-count={group.count}>
      <td className="e-error">
        <a href={href} title={name} onClick={open}>
          <ErrorText type={group.type} text={group.text} />
        </a>
      </td>
      <td className="e-count">{formatInteger(group.count)}</td>
      <td className="e-types" title={group.types.join(", ")}>
        {typesText(group.types)}
      </td>
      <td className="e-first">
        <Ago at={group.first} />
      </td>
      <td className="e-last">
        <Ago at={group.last} />
      </td>
      <td className="e-hours">
        <Hours hours={group.hours} />
      </td>
    </tr>
  );
}

/** Failures in each of the last hours, and their sum for screen readers. @param {{ hours: number[] }} props */
function Hours({ hours }) {
  const sum = `${hours.reduce((all, one) => all + one, 0)} in the last ${hours.length} hours`;
  return (
    <>
      <span className="sr-only">{sum}</span>
      <Sparkline counts={hours} title={`${sum}, ${Math.max(1, ...hours)} in one at most`} />
    </>
  );
}

/** How many groups there are, and when they were counted. @param {{ shown: number, total: number, at: number }} props */
function Note({ shown, total, at }) {
  if (!at) return <p className="error-note">Counting errors …</p>;
  const largest = shown < total ? `The largest ${shown} of ${formatInteger(total)} errors. ` : "";
  const none = total ? "" : "No errors; those of jobs that have just failed take up to a minute. ";
  return (
    <p className="error-note">
      {largest || none}Counted <Ago at={at} />, once a minute.
    </p>
  );
}

/**
 * The groups of errors, largest first; each leads to its jobs.
 * @param {{ groups: ErrorGroup[], total: number, at: number, query: string, onChoose: (fingerprint: string) => void }} props
 */
export function ErrorTable({ groups, total, at, query, onChoose }) {
  return (
    <>
      {groups.length > 0 && (
        <table className="error-table">
          <caption className="sr-only">Errors of failed jobs, largest groups first</caption>
          <thead>
            <tr>
              <th scope="col">Error</th>
              <th scope="col" className="e-count">
                Jobs
              </th>
              <th scope="col" className="e-types">
                Types
              </th>
              <th scope="col" className="e-first">
                First
              </th>
              <th scope="col" className="e-last">
                Last
              </th>
              <th scope="col" className="e-hours">
                24 h
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Row
                key={group.fingerprint}
                group={group}
                href={addressOf(query, group.fingerprint)}
                onChoose={onChoose}
              />
            ))}
          </tbody>
        </table>
      )}
      <Note shown={groups.length} total={total} at={at} />
    </>
  );
}
