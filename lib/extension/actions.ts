'use server';

import { connectDevice } from '@/lib/extension/connect-mutations';
import {
  addDevice,
  deleteExtension,
  linkDevice,
  removeDevice,
  unlinkDevice,
} from '@/lib/extension/mutations';
import {
  addDeviceInput,
  connectDeviceInput,
  deviceIdInput,
  linkDeviceInput,
  nothing,
} from '@/lib/extension/schema';
import { action } from '@/lib/server/action';

export const addDeviceAction = action(addDeviceInput, addDevice);
export const removeDeviceAction = action(deviceIdInput, removeDevice);
export const linkDeviceAction = action(linkDeviceInput, linkDevice);
export const unlinkDeviceAction = action(deviceIdInput, unlinkDevice);
export const deleteExtensionAction = action(nothing, deleteExtension);
export const connectDeviceAction = action(connectDeviceInput, connectDevice);
