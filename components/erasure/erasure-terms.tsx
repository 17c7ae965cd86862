/** What erasing does; the same words wherever it is asked for. */
export function ErasureTerms() {
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5 text-body text-fg-2">
      <li>
        Goes: chats of two with notes and files, every e-mail that they wrote, got or were copied
        on, what they wrote in groups, invitations, profile, what was delivered to us.
      </li>
      <li>
        Stays: what others wrote, even where it speaks of them; that invitations were sent, without
        a name, because they count towards limits.
      </li>
      <li>Stays at the providers: everything. We delete nothing there.</li>
      <li>Later readings do not bring it back. If they write again, that is new.</li>
    </ul>
  );
}
