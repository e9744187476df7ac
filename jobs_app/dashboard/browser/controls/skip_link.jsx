/** To the main part of the page, without a navigation: Reflex would load the page anew for a changed hash. */
export function SkipLink() {
  const skip = (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  };
  return <a className="skip" href="#main" onClick={skip}>Skip to the jobs</a>;
}
