// Shared through globalThis: the bundle of Next and our server are two copies of every module.
const shared = globalThis as typeof globalThis & { switchboardIsDraining?: boolean };

/** From SIGTERM on: readiness says no, so that a balancer sends new requests elsewhere. */
export function startDraining(): void {
  shared.switchboardIsDraining = true;
}

export function isDraining(): boolean {
  return shared.switchboardIsDraining === true;
}
