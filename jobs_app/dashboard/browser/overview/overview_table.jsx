import { formatClock } from "../format/format_time.js";
import { momentsOf } from "./overview_text.js";

/**
 * The bars as a table, for screen readers.
 * @param {{ start: number, bars: import("./overview_text.js").Bar[] }} props
 */
export const OverviewTable = ({ start, bars }) => (
  <div className="sr-only">
    <table>
      <caption>Jobs ended per half hour, last 24 hours</caption>
      <thead>
        <tr>
          {["From", "Completed", "Failed", "Cancelled", "Yesterday, all"].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars.map((counts, index) => {
          const { from } = momentsOf(start, { first: index, last: index });
          return (
            <tr key={from}>
              <th scope="row">{formatClock(from)}</th>
              {["completed", "failed", "cancelled", "yesterday"].map((name, column) => (
                <td key={name}>{counts[column]}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  </div>
);
