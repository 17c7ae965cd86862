import { themeScript } from './theme';

/**
 * First child of `<head>`. `<html>` needs `suppressHydrationWarning`, because the script may change its class;
 * so does the script itself, because browsers hide the nonce from scripts.
 */
export function ThemeScript({ nonce }: { nonce?: string }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {themeScript}
    </script>
  );
}
