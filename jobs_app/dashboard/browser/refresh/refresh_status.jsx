import { useEffect, useReducer, useRef } from "react";
import { ahead, freeze, heard, isKnown, now, useTicking } from "../time/server_clock.js";
import { arrived, expect, restart, retryNow, useLink } from "../connection/connection.js";
import { isCurrent, refreshState, silentAfter } from "./refresh_state.js";
import { ago, exact, iso, span } from "../format/format_time.js";

const WORDS = { live: "Live", refreshing: "Updating", paused: "Paused", retrying: "Retrying", offline: "Offline" };
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

// What the server said last, and when it arrived. Kept from page to page, whose status must not take it for news again.
let news = { at: 0, failing: null, arrived: 0, connection: 0 };

/** The facts behind the state, gathered from the server's messages and from the line. Times of the browser's clock. */
function useFacts({ at, took, failing, interval, mode }) {
  const line = useLink();
  const asked = useRef(0);
  const told = at || failing?.now;
  if (told && (news.at !== at || news.failing !== failing)) {
    news = { at, failing, arrived: Date.now(), connection: line.connections };
    heard(Math.max(failing?.now ?? 0, at + took));
    asked.current = 0;
  }
  const visible = typeof document === "undefined" || !document.hidden;
  const fresh = Boolean(line.connections) && news.connection === line.connections;
  return { ...line, visible, mode, at, took, interval, asked, heard: news.arrived, fresh, failing: failing?.count ? failing : null };
}

/** The facts by the server's clock, of which more is known from message to message. */
function onServer(facts) {
  const { since, nextTry, asked } = facts;
  const shift = ahead();
  return { ...facts, since: since + shift, heard: facts.heard + shift, nextTry: nextTry && nextTry + shift, asked: asked.current, timed: isKnown() };
}

export function RefreshStatus({ at, took, failing, interval, mode, onRefresh, onPause }) {
  const facts = useFacts({ at, took, failing, interval, mode });
  const [, again] = useReducer((n) => n + 1, 0);
  const read = () => refreshState(onServer(facts), now());
  const current = () => isCurrent(onServer(facts), now());
  useTicking(() => `${read().state} ${current()} ${ago(at, now())} ${span(read().next - now())}`);
  const { state, next } = read();
  const resting = mode || !facts.visible;
  const stale = state === "offline" || Boolean(facts.failing);
  // An ordinary poll turns the icon only: a word that changed every few seconds would be read aloud each time.
  const calm = state === "refreshing" && !resting && facts.fresh && !facts.asked.current && current();
  const word = calm ? WORDS.live : state === "paused" && mode === "ended" ? "Final" : WORDS[state];
  const look = stale ? "stale" : state === "paused" ? state : "current";
  const frozen = stale || resting ? at : 0;

  useEffect(() => { if (facts.fresh) arrived(); }, [facts.fresh, at, failing]);
  useEffect(() => { expect(interval, resting ? 0 : silentAfter(facts)); });
  useEffect(() => { freeze(frozen); }, [frozen]);
  useEffect(() => {
    // Every change of this attribute styles the whole page anew, so an ordinary poll leaves it alone.
    document.documentElement.dataset.refresh = look;
  }, [look]);
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
      <Details facts={facts} state={state} next={next} stale={stale} />
      {mode !== "off" && mode !== "ended" && (
        <button type="button" className="quiet" onClick={pause} aria-pressed={mode === "paused"}>
          {mode === "paused" ? "Resume" : "Pause"}
        </button>
      )}
      <button type="button" className={stale ? "primary" : "quiet"} onClick={refresh}>{stale ? "Retry now" : "Refresh"}</button>
    </div>
  );
}

function Details({ facts, state, next, stale }) {
  const { at, failing, visible, mode } = facts;
  const left = next - now();
  const when = next && left > 0 ? `next ${state === "live" ? "in" : "try in"} ${span(left + 999)}` : "";
  const parts = {
    live: [`updated ${ago(at, now())}`, when],
    refreshing: [at ? `updated ${ago(at, now())}` : ""],
    paused: [WHY[visible || mode === "ended" ? mode : "hidden"], failing?.reason, at ? `updated ${ago(at, now())}` : ""],
    retrying: [failing?.reason, when || "trying now"],
    offline: ["no connection to the server", when || "trying now"],
  }[state];
  return (
    <span className="refresh-details">
      {stale && at > 0 && <strong title={exact(at)}>as of {exact(at).slice(11)} </strong>}
      {parts.filter(Boolean).join(" · ")}
    </span>
  );
}
