/**
 * Loaded before a process of ours: its clock is wrong by CLOCK_SHIFT_MS, as on a machine whose time
 * was never set. Timers are not touched, as they are not on such a machine.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parts, newTarget) =>
    Reflect.construct(target, parts.length === 0 ? [shiftedNow()] : parts, newTarget),
  apply: () => new RealDate(shiftedNow()).toString(),
  get: (target, name) => (name === 'now' ? shiftedNow : Reflect.get(target, name)),
});

function shiftedNow() {
  return RealDate.now() + shiftMs;
}
