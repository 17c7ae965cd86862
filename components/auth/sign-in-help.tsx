/** In the same place on every page outside the app (WCAG 3.2.6). */
export function SignInHelp() {
  return (
    <p>No access yet, or lost it? An owner or admin of your workspace can invite you by e-mail.</p>
  );
}
