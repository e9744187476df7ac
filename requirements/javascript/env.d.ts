/** The file that Reflex writes for the front end: the backend's URLs. */
declare const env: { PING: string };
export default env;
