'use client';

/** Only when the frame itself fails: no styles or components can be counted on here. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Switchboard could not be shown</h1>
          <p>Your data is safe. Try again in a moment.</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
