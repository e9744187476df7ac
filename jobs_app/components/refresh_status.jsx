import { useEffect, useReducer, useRef } from "react";
import { freeze, heard, now, useTicking } from "./clock.js";
import { expect, restart, retryNow, useLink } from "./link.js";
import { isCurrent, refreshState, silentAfter } from "./refresh_state.js";
import { ago, exact, iso, span } from "./time_words.js";

const WORDS = { live: "Live", refreshing: "Reading", paused: "Paused", retrying: "Retrying", offline: "Offline" };
const WHY = { paused: "by you", off: "polling is switched off", ended: "the job has ended", hidden: "tab hidden" };

const Icon = ({ children }) => (
  <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">{children}</svg>
);
const ICONS = {
  live: <Icon><circle cx="8" cy="8" r="3" fill="currentColor" /><circle cx="8" cy="8" r="6.2" opacity=".45" /></Icon>,
  refreshing: <Icon><path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.8v2.6h-2.6" /></Icon>,
  paused: <Icon><path d="M5.5 3.5v9M10.5 3.5v9" /></Icon>,
  retrying: <Icon><path d="M8 2.2 14.4 13.4H1.6ZM8 6.6v3M8 11.6v.1" /></Icon>,
  offline: <Icon><path d="m2 2 12 12M3 6.8A8 8 0 0 1 6 5M13 6.8a8 8 0 0 0-3.6-2M5.4 9.6a4.2 4.2 0 0 1 3-1.1M8 12.4v.1" /></Icon>,
};

/** The facts behind the state, gathered from the server's messages and from the line. */
function useFacts({ at, took, failing, interval, mode }) {
  const line = useLink();
  const heardOn = useRef({ at: 0, failing: null, connection: 0 });
  const asked = useRef(0);
  if (heardOn.current.at !== at || heardOn.current.failing !== failing) {
    if (at || failing?.now) heardOn.current = { at, failing, connection: line.connections };
    if (failing?.now || at) heard(Math.max(failing?.now ?? 0, at + took));
    asked.current = 0;
  }
  const visible = typeof document === "undefined" || !document.hidden;
  const shift = now() - Date.now();
  return {
    ...line, since: line.since + shift, nextTry: line.nextTry && line.nextTry + shift,
    visible, mode, at, took, interval, asked, failing: failing?.count ? failing : null,
    fresh: Boolean(line.connections) && heardOn.current.connection === line.connections,
  };
}

export function RefreshStatus({ at, took, failing, interval, mode, onRefresh, onPause }) {
  const facts = useFacts({ at, took, failing, interval, mode });
  const [, again] = useReducer((n) => n + 1, 0);
  const read = () => refreshState({ ...facts, asked: facts.asked.current }, now());
  useTicking(() => `${read().state} ${isCurrent(facts, now())} ${ago(at, now())} ${span(read().next - now())}`);
  const { state, next } = read();
  const stale = state === "retrying" || state === "offline";
  // An ordinary poll turns the icon only: a word that changed every few seconds would be read aloud each time.
  const calm = state === "refreshing" && facts.fresh && !facts.asked.current && isCurrent(facts, now());
  const word = calm ? WORDS.live : state === "paused" && mode === "ended" ? "Final" : WORDS[state];

  useEffect(() => {
    const quiet = mode || !facts.visible;
    expect(interval, quiet ? 0 : Math.max(silentAfter(facts), facts.since + 2 * interval * 1000 + 2000) - (now() - Date.now()));
  });
  useEffect(() => {
    freeze(stale ? at : 0);
    // Every change of this attribute styles the whole page anew, so an ordinary poll leaves it alone.
    document.documentElement.dataset.refresh = stale || state === "paused" ? state : "current";
  }, [state]);
  useEffect(() => {
    document.addEventListener("visibilitychange", again);
    return () => document.removeEventListener("visibilitychange", again);
  }, []);

  const refresh = () => {
    if (!facts.connected) return retryNow();
    facts.asked.current = now();
    again();
    onRefresh();
  };
  const pause = () => {
    restart();
    onPause(!mode);
  };
  return (
    <div className="refresh" data-testid="refresh-status" data-state={state} data-interval={interval}
         data-last-refresh={iso(at)} data-next-refresh={iso(next)} data-failures={facts.connected ? failing?.count ?? 0 : facts.failures}>
      <span className="refresh-state" role="status">{ICONS[state]} {word}</span>
      <Details facts={facts} state={state} next={next} />
      {mode !== "off" && mode !== "ended" && (
        <button type="button" className="quiet" onClick={pause} aria-pressed={mode === "paused"}>
          {mode === "paused" ? "Resume" : "Pause"}
        </button>
      )}
      <button type="button" className={stale ? "primary" : "quiet"} onClick={refresh}>{stale ? "Retry now" : "Refresh"}</button>
    </div>
  );
}

function Details({ facts, state, next }) {
  const { at, failing, visible, mode } = facts;
  const left = next - now();
  const when = next && left > 0 ? `next ${state === "live" ? "in" : "try in"} ${span(left + 999)}` : "";
  const parts = {
    live: [`updated ${ago(at, now())}`, when],
    refreshing: [at ? `updated ${ago(at, now())}` : ""],
    paused: [WHY[visible || mode === "ended" ? mode : "hidden"], at ? `updated ${ago(at, now())}` : ""],
    retrying: [failing?.reason, when || "trying now"],
    offline: ["no connection to the server", when || "trying now"],
  }[state];
  const stale = state === "retrying" || state === "offline";
  return (
    <span className="refresh-details">
      {stale && at > 0 && <strong title={exact(at)}>as of {exact(at).slice(11)} </strong>}
      {parts.filter(Boolean).join(" · ")}
    </span>
  );
}
