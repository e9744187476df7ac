/** The file that Reflex writes for the front end: the backend's URLs. */
declare const env: { PING: string };
export default env;

declare global {
  interface Window {
    /** The routes of the front end, as React Router's build lists them. */
    __reactRouterManifest?: { routes: Record<string, { path: string | null; module: string; imports?: string[] }> };
  }
}
