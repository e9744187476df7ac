import { useEffect, useReducer } from "react";
import { expectMessages, noteUpdate, restartTimeout, retryNow } from "../connection/connection.js";
import { formatAge, formatDuration, formatIso } from "../format/format_time.js";
import { setPageProblem } from "../page/tab.js";
import { freezeDurations, serverNow, useTicking } from "../time/server_clock.js";
import { byServerClock, useFacts } from "./refresh_facts.js";
import { ICONS } from "./refresh_icons.jsx";
import { isCurrent, refreshState, silentAfter } from "./refresh_state.js";
import { RefreshText } from "./refresh_text.jsx";

const WORDS = { live: "Live", refreshing: "Updating", paused: "Paused", retrying: "Retrying", offline: "Offline" };

/** @typedef {import("./refresh_facts.js").BrowserFacts} BrowserFacts */
/** @typedef {import("./refresh_facts.js").RefreshVars} RefreshVars */
/** @typedef {import("./refresh_state.js").State} State */

/**
 * The current state; the component renders again when a displayed part of it changes.
 * @param {BrowserFacts} facts
 */
function useRefreshState(facts) {
  const read = () => refreshState(byServerClock(facts), serverNow());
  const current = () => isCurrent(byServerClock(facts), serverNow());
  useTicking(() => {
    const { state, next } = read();
    return `${state} ${current()} ${formatAge(facts.at, serverNow())} ${formatDuration(next - serverNow())}`;
  });
  return { ...read(), current: current() };
}

/**
 * The word of the state. An ordinary poll changes only the icon: a screen reader would read each change of the word.
 * @param {BrowserFacts} facts
 * @param {State} state
 * @param {boolean} current
 */
function stateWord(facts, state, current) {
  const isOrdinaryPoll =
    state === "refreshing" && !facts.mode && facts.visible && facts.received && !facts.requested.current && current;
  if (isOrdinaryPoll) return WORDS.live;
  return state === "paused" && facts.mode === "ended" ? "Final" : WORDS[state];
}

/**
 * Applies the state to the connection's watchdog, to the durations and to the style of the page.
 * @param {BrowserFacts} facts
 * @param {RefreshVars} vars
 * @param {State} state
 * @param {boolean} stale
 */
function usePageEffects(facts, { at, failing, interval, mode }, state, stale) {
  const isPolling = !mode && facts.visible;
  const frozenAt = stale || !isPolling ? at : 0;
  const style = stale ? "stale" : state === "paused" ? state : "current";
  useEffect(() => {
    if (facts.received) noteUpdate();
  }, [facts.received, at, failing]);
  useEffect(() => {
    expectMessages(interval, isPolling ? silentAfter(facts) : 0);
  });
  useEffect(() => {
    freezeDurations(frozenAt);
  }, [frozenAt]);
  useEffect(() => {
    setPageProblem(state === "offline" || state === "retrying" ? WORDS[state] : "");
  }, [state]);
  useEffect(() => {
    // Every change of this attribute recalculates the style of the whole page, so an ordinary poll does not change it.
    document.documentElement.dataset.refresh = style;
  }, [style]);
}

/**
 * Pauses a session that is new on the server, since the earlier one was lost, if the operator had paused this page.
 * @param {RefreshVars & { pausing: string }} vars
 * @param {(paused: boolean) => void} onPause
 */
function useKeptPause({ mode, pausing }, onPause) {
  const isForgotten = Boolean(pausing) && !mode;
  useEffect(() => {
    if (isForgotten) onPause(true);
  }, [isForgotten]);
}

/** @returns {() => void} a function that renders again, as every change of the visibility does */
function useRerender() {
  const [, rerender] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    document.addEventListener("visibilitychange", rerender);
    return () => document.removeEventListener("visibilitychange", rerender);
  }, []);
  return rerender;
}

/**
 * How current the data is, with the buttons Refresh, Pause and Retry now.
 * @param {RefreshVars & { pausing: string, onRefresh: () => void, onPause: (paused: boolean) => void }} props
 */
export function RefreshStatus({ onRefresh, onPause, ...vars }) {
  const { at, failing, interval, mode } = vars;
  const facts = useFacts(vars);
  const rerender = useRerender();
  const { state, next, current } = useRefreshState(facts);
  const stale = state === "offline" || Boolean(facts.failing);
  usePageEffects(facts, vars, state, stale);
  useKeptPause(vars, onPause);
  const refresh = () => {
    if (!facts.connected) return retryNow();
    facts.requested.current = serverNow();
    rerender();
    onRefresh();
  };
  const pause = () => {
    restartTimeout();
    onPause(!mode);
  };
  return (
    <div
      className="refresh"
      data-testid="refresh-status"
      data-state={state}
      data-interval={interval}
      data-last-refresh={formatIso(at)}
      data-next-refresh={formatIso(next)}
      data-failures={facts.connected ? (failing?.count ?? 0) : facts.failures}
    >
      <span className="refresh-state" role="status">
        {ICONS[state]} {stateWord(facts, state, current)}
      </span>
      <RefreshText facts={facts} state={state} next={next} stale={stale} />
      <Buttons mode={mode} stale={stale} onPause={pause} onRefresh={refresh} />
    </div>
  );
}

/** @param {{ mode: string, stale: boolean, onPause: () => void, onRefresh: () => void }} props */
const Buttons = ({ mode, stale, onPause, onRefresh }) => (
  <>
    {mode !== "off" && mode !== "ended" && (
      <button type="button" className="secondary" onClick={onPause} aria-pressed={mode === "paused"}>
        {mode === "paused" ? "Resume" : "Pause"}
      </button>
    )}
    <button type="button" className={stale ? "primary" : "secondary"} onClick={onRefresh}>
      {stale ? "Retry now" : "Refresh"}
    </button>
  </>
);
