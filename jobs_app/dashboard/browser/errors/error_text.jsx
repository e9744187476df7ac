/**
 * An error as its class and its message, either of which may be missing.
 * @param {{ type: string, text: string }} props
 */
export const ErrorText = ({ type, text }) => (
  <>
    {type && <b>{type}</b>}
    {type && text ? " " : ""}
    {text && <span className="error-message">{text}</span>}
    {!type && !text && <span className="error-message">no message</span>}
  </>
);
