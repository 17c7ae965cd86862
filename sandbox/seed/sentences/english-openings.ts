import type { Exchange } from './phrases';

export const englishOpenings: readonly Exchange[] = [
  [
    'Hi {first}, saw that {company} opened a second site in {city}. How do you plan arrivals across both yards today?',
    'Hi {me}, honestly with a spreadsheet and a lot of phone calls. Why do you ask?',
  ],
  [
    'Hello {first}, quick one: who looks after dock scheduling at {company}?',
    'That would be me for another month, then {colleague} takes over.',
  ],
  [
    '{first}, we met briefly at the logistics fair in {city}. You mentioned waiting times at gate {n}.',
    'Right, the coffee stand! Yes, still our favourite problem.',
  ],
  [
    'Hi {first}, your post about detention costs struck a nerve here. Do you measure them per carrier?',
    'We try to. The numbers from finance and from the gate never match though.',
  ],
  [
    'Good morning {first}, I work with three warehouses around {city} and your name came up twice this week.',
    'Only good things I hope. What is it about?',
  ],
  [
    'Hi {first}, thanks for connecting. I help warehouse teams cut truck waiting by around {pct} percent.',
    'Thanks for connecting. That is a bold number, how do you measure it?',
  ],
  [
    '{first}, I read that {company} handles {big} arrivals a month. Is that right?',
    'Closer to {big} in the busy season, but yes.',
  ],
  [
    'Hello {first}, {colleague} suggested that I write to you about the carrier portal.',
    '{colleague} is kind. We are indeed looking at portals this quarter.',
  ],
  [
    'Hi {first}! Congratulations on the new role at {company}.',
    'Thank you {me}! Still finding the coffee machine.',
  ],
  [
    'Hi {first}, do your drivers still queue on the public road on Mondays?',
    'Mondays and, lately, Thursdays. The council has noticed too.',
  ],
  [
    '{first}, would a short benchmark of unloading times in your region be useful to you?',
    'Sure, send it over. No promises that I read it before {day}.',
  ],
  [
    'Hi {first}, I noticed that {company} is hiring two yard coordinators. Growing, or replacing the manual work?',
    'A bit of both. Volume is up and the two who knew everything are retiring.',
  ],
  [
    'Hello {first}, one honest question: is late freight an expensive problem for you or just an annoying one?',
    'Annoying until December, then very expensive.',
  ],
  [
    'Hi {first}, I promised {colleague} that I would not send you a brochure, so here is a question instead: who confirms slots today?',
    'Ha. Carriers send a mail, somebody answers when there is time.',
  ],
  [
    'Good afternoon {first}, we just went live with a site ten minutes from yours in {city}. Curious to see it?',
    'Which one? If it is the one by the canal I can walk there.',
  ],
  [
    'Hi {first}, could I ask you two questions about how {company} books time slots?',
    'Two is fine. Three is a meeting.',
  ],
  [
    '{first}, your comment in the warehousing group was spot on. Have you found a way around double bookings?',
    'Not really, we just overbook less and hope.',
  ],
  [
    'Hi {first}, last year you said to come back after the summer. It is after the summer.',
    'It is, and you did. Go ahead.',
  ],
  [
    'Hello {first}, is the move to the {city} terminal still planned for this spring?',
    'Moved to the autumn. Permits. But planning starts now.',
  ],
  [
    'Hi {first}, I have a customer with the same mix as {company}: parcels in the morning, full loads after lunch. Worth comparing notes?',
    'Always. Their mornings must be as wild as ours.',
  ],
  [
    'Hi {first}, thanks for accepting. What made you look into yard software this time?',
    'An audit. It found {n} trailers nobody could place.',
  ],
  [
    '{first}, a carrier of yours told me they like your team and hate your gate. Fair?',
    'Painfully fair.',
  ],
];
