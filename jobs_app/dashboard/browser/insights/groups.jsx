import { Link } from "react-router";
import { Sparkline } from "../charts/sparkline.jsx";
import { formatInteger } from "../format/format_number.js";
import { formatShare, formatTook, groupList, RANGES } from "./insights_text.js";
import { Panel } from "./plot.jsx";

/** @typedef {import("./insights_text.js").Shown} Shown */
/** @typedef {import("./insights_text.js").Group} Group */

/** @param {{ names: string[], children?: import("react").ReactNode }} props a name that begins with "#" is the head of numbers */
const Head = ({ names, children }) => (
  <thead>
    <tr>
      {names.map((name) => (
        <th key={name} scope="col" className={name.startsWith("#") ? "number" : undefined}>
          {name.replace("#", "")}
        </th>
      ))}
      {children}
    </tr>
  </thead>
);

/** @param {{ shown: Shown }} props */
export function Slowest({ shown }) {
  const most = Math.max(1, ...shown.slowest.map(({ took }) => took[1] ?? 0));
  const of = shown.by === "type" ? "Type" : "Worker";
  return (
    <Panel title={`Slowest ${shown.by}s`} keys={<span>by 95th percentile, {RANGES[shown.since]}</span>}>
      <table className="groups" data-testid="slowest">
        <Head names={[of, "#Jobs", "#Median", "#95th", "#Wait", "#Wait, 95th"]}>
          <td />
        </Head>
        <tbody>
          {shown.slowest.map((group) => (
            <tr key={group.name}>
              <th scope="row">
                <Link to={groupList(shown, group.name, { status: "completed", sort: "-duration" })}>{group.name}</Link>
              </th>
              <td className="number">{formatInteger(group.ended)}</td>
              <td className="number">{formatTook(group.took[0])}</td>
              <td className="number">{formatTook(group.took[1])}</td>
              <td className="number muted">{formatTook(group.waited[0])}</td>
              <td className="number muted">{formatTook(group.waited[1])}</td>
              <td className="meter" aria-hidden="true">
                <span>
                  <i style={{ width: `${(100 * (group.took[1] ?? 0)) / most}%` }} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!shown.slowest.length && <p className="muted">No job ended in this time.</p>}
    </Panel>
  );
}

/** @param {{ shown: Shown }} props */
export function MostFailing({ shown }) {
  const of = shown.by === "type" ? "Type" : "Worker";
  return (
    <Panel title={`Most failing ${shown.by}s`} keys={<span>by rate, {RANGES[shown.since]}</span>}>
      <table className="groups" data-testid="failing">
        <Head names={[of, "#Failed", "#Of", "#Rate", "Most common error", `#${RANGES[shown.since]}`]} />
        <tbody>
          {shown.failing.map((group) => (
            <tr key={group.name}>
              <th scope="row">
                <Link to={groupList(shown, group.name, { status: "failed" })}>{group.name}</Link>
              </th>
              <td className="number">{formatInteger(group.failed)}</td>
              <td className="number muted">{formatInteger(group.ended)}</td>
              <td className="number">{formatShare(group.failed / group.ended)}</td>
              <td className="common-error muted">{group.error}</td>
              <td className="number">
                <Sparkline counts={group.spark} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!shown.failing.length && <p className="muted">No job failed in this time.</p>}
    </Panel>
  );
}
