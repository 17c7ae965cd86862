import type {
  DENSITIES,
  RECEIPT_POLICIES,
  SHORTCUT_PRESETS,
  StoredQuietHours,
} from '@/db/schema/triage';

export type ShortcutPreset = (typeof SHORTCUT_PRESETS)[number];
export type QuietHours = StoredQuietHours;
export type Density = (typeof DENSITIES)[number];
export type ReceiptPolicy = (typeof RECEIPT_POLICIES)[number];

/** How a member reads and writes; complete, defaults filled in. */
export interface Preferences {
  shortcuts: ShortcutPreset;
  density: Density;
  /** When the other side may learn that its messages were read. */
  receipts: ReceiptPolicy;
  /** For how long a chat message can be taken back; 0 sends at once. */
  chatHoldSeconds: number;
  /** Whether Enter sends; Mod+Enter always does. */
  sendsOnEnter: boolean;
  /** In which no e-mail of ours leaves to the member; null: there are none. */
  quietHours: QuietHours | null;
}
