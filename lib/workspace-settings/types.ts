/** What holds for everybody in the workspace. */
export interface WorkspaceSettings {
  /** Members may have openings and clicks of an e-mail told. */
  isTrackingAllowed: boolean;
}
