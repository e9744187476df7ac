import { Link, useLocation } from "react-router";

const PAGES = { "/jobs": "Jobs", "/insights": "Insights" };

/** Links to the pages of the dashboard. A job's page belongs to none of them. */
export function PageNav() {
  const path = useLocation().pathname.replace(/\/$/, "");
  return (
    <nav className="page-nav" aria-label="Dashboard">
      {Object.entries(PAGES).map(([address, name]) => (
        <Link key={address} to={address} aria-current={path === address ? "page" : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
