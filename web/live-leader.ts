/** What the tabs of one browser tell each other about the stream of events. */
export type LiveMessage =
  | { readonly kind: "event"; readonly name: "changed" | "resync" | "ended"; readonly data: string }
  | { readonly kind: "state"; readonly state: StreamState }
  | { readonly kind: "hello" };
export type StreamState = "live" | "reconnecting";

/** The open stream of the leading tab. */
export interface Stream {
  /** Opens it anew: what it ran over may be gone without a word, or still there. */
  renew(): void;
  close(): void;
}

export interface StreamListener {
  onEvent(name: "changed" | "resync" | "ended", data: string): void;
  onState(state: StreamState): void;
}

/** What the election needs of the browser; a test brings its own. */
export interface LiveWorld {
  /** Runs `lead` in at most one tab at a time and holds the place until its promise settles. */
  whenLeader(lead: () => Promise<void>, signal: AbortSignal): Promise<void>;
  channel: { post(message: LiveMessage): void; listen(hear: (message: LiveMessage) => void): () => void };
  open(listener: StreamListener): Stream;
}

/**
 * One stream per browser (decision 11): the tab that holds the lock reads it and tells the others. When that tab goes,
 * the next one takes over. Whenever the stream opens, everybody reads anew what he read before: the gap was not heard.
 */
export function shareStream(world: LiveWorld, listener: StreamListener): { renew(): void; stop(): void } {
  const ending = new AbortController();
  let leading: Stream | undefined;
  let state: StreamState = "reconnecting";

  const tell = (name: "changed" | "resync" | "ended", data: string) => {
    listener.onEvent(name, data);
    world.channel.post({ kind: "event", name, data });
  };
  const setState = (next: StreamState) => {
    state = next;
    listener.onState(next);
    world.channel.post({ kind: "state", state: next });
  };
  const deafen = world.channel.listen((message) => {
    if (leading !== undefined) {
      if (message.kind === "hello") world.channel.post({ kind: "state", state });
    } else if (message.kind === "event") listener.onEvent(message.name, message.data);
    else if (message.kind === "state") listener.onState(message.state);
  });
  world.channel.post({ kind: "hello" });

  void world
    .whenLeader(async () => {
      if (ending.signal.aborted) return;
      leading = world.open({
        onEvent: tell,
        onState: (next) => {
          setState(next);
          // Nobody heard what happened before this moment.
          if (next === "live") tell("resync", "");
        },
      });
      await new Promise<void>((resolve) => {
        ending.signal.addEventListener("abort", () => resolve(), { once: true });
      });
      leading.close();
      leading = undefined;
    }, ending.signal)
    .catch(() => {
      // The wait for the lock was given up by `stop`.
    });

  return {
    renew() {
      // Only the leading tab knows how the stream is; every tab is told by its browser that the network is back.
      if (leading === undefined) world.channel.post({ kind: "hello" });
      else leading.renew();
    },
    stop() {
      ending.abort();
      deafen();
    },
  };
}
