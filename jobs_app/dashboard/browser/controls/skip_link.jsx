/** A link to the main part of the page, without a navigation: Reflex would load the page again for a changed hash. */
export function SkipLink() {
  /** @param {import("react").MouseEvent} event */
  const skip = (event) => {
    event.preventDefault();
    document.getElementById("main")?.focus();
  };
  return (
    <a className="skip" href="#main" onClick={skip}>
      Skip to the jobs
    </a>
  );
}
