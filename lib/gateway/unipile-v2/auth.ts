import type { GatewayAuthClient } from '@/lib/gateway/auth-types';
import { notSupported } from './answers';

const refuse = async (): Promise<never> => {
  throw notSupported();
};

/** Until this dialect speaks it, every account of v2 goes through the hosted wizard. */
export const unsupportedAuthVerbs: GatewayAuthClient = {
  authMethods: [],
  startAuth: refuse,
  solveCheckpoint: refuse,
  tryAnotherWay: refuse,
  resendCheckpoint: refuse,
  pollAuth: refuse,
};
