// Loaded before the program (NODE_OPTIONS=--import): its machine's clock is set wrong by SIGUSR2, two hours forward and,
// the next time, back again. Timers go on as they do on a real machine, which count apart from the time of day.
const hour = 3_600_000;
const RealDate = Date;
let shift = 0;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }
  // What the runtime itself makes, of a file's time for example, is one too.
  static [Symbol.hasInstance](one) {
    return RealDate[Symbol.hasInstance].call(RealDate, one);
  }
  static now() {
    return RealDate.now() + shift;
  }
};

process.on("SIGUSR2", () => {
  shift = shift === 0 ? 2 * hour : 0;
  process.stdout.write(`clock ${shift === 0 ? "back" : "forward"}\n`);
});
