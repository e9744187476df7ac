/**
 * Parts of a text with the styles of a terminal.
 * @param {{ parts: import("./styled_parts.js").StyledPart[] }} props
 */
export const StyledText = ({ parts }) =>
  parts.map(({ text, className, style, href }, index) =>
    href ? (
      <a key={index} className={className} style={style} href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    ) : (
      <span key={index} className={className || undefined} style={style}>
        {text}
      </span>
    ),
  );
