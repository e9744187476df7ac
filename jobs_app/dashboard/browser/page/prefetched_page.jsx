import { useEffect } from "react";

/**
 * Loads the code of another page in advance, so that its links work while the server cannot be reached.
 *
 * React Router's `PrefetchPageLinks` would reload this page if that fails, and so lose it with the connection.
 * @param {{ path: string }} props the route's path, such as `jobs/:job_id`
 */
export function PrefetchedPage({ path }) {
  useEffect(() => {
    const route = Object.values(window.__reactRouterManifest?.routes ?? {}).find((each) => each.path === path);
    const links = (route ? [route.module, ...(route.imports ?? [])] : []).map((href) =>
      Object.assign(document.createElement("link"), { rel: "modulepreload", href }),
    );
    document.head.append(...links);
    return () => {
      for (const link of links) link.remove();
    };
  }, [path]);
  return null;
}
