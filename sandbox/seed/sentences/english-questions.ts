import type { Exchange } from './phrases';

export const englishQuestions: readonly Exchange[] = [
  [
    'How long does it take to get a site live?',
    'Most sites need {n} weeks, and the first carriers book after the first one.',
  ],
  [
    'Does it work with our warehouse system?',
    'Yes, we read orders and write arrival times. Which version are you on?',
  ],
  ['What does it cost for two sites?', 'Around {euro} euros a month for both, carriers included.'],
  ['Do the carriers have to pay anything?', 'No, never. They get a link and book, that is all.'],
  [
    'What if a driver has no smartphone?',
    'Then the gate checks them in by plate. About {pct} percent of our arrivals work like that.',
  ],
  [
    'Can we start with one site only?',
    'Please do. One site, one quarter, then you decide with real numbers.',
  ],
  [
    'Who else in our sector uses it?',
    'Two food distributors near {city} and a paint maker. Happy to introduce you.',
  ],
  ['Where is the data stored?', 'In Frankfurt and Dublin, nothing outside the EU.'],
  [
    'Is there a contract for a year?',
    'Monthly for the pilot, yearly afterwards with a price that stays fixed.',
  ],
  [
    'How many people do you need from our side?',
    'One person from operations for half a day a week, and IT for two hours once.',
  ],
  [
    'Can drivers change their slot on the road?',
    'Yes, up to {n} hours before, as long as a dock is free.',
  ],
  [
    'What happens when the internet is down at the gate?',
    'The tablet keeps the day plan and syncs when it is back.',
  ],
  [
    'Could you send the security questionnaire answers?',
    'Of course. The completed one is in your mailbox by {day}.',
  ],
  [
    'Do you support time slots in half hours?',
    'Any length, and different per dock and per type of load.',
  ],
  [
    'We have a strict works council. Is there anything about people in it?',
    'Names of drivers only, deleted after {n} weeks. We have a text for councils.',
  ],
  ['Can we keep our own booking page?', 'Yes, the form can live on your site under your own name.'],
  [
    'How do you handle no-shows?',
    'They are counted per carrier, with a reminder {n} hours before. No-shows usually fall by {pct} percent.',
  ],
  [
    'Does it speak Polish? Half of our drivers do.',
    'Polish, Romanian, Ukrainian and {n} more. Drivers pick it themselves.',
  ],
  [
    'What would you need for a demo with our own data?',
    'Two weeks of arrivals in a spreadsheet is plenty.',
  ],
  [
    'Is training included?',
    'Yes: one session for the gate, one for planning, and recordings for later.',
  ],
  ['And if we want to leave?', 'You export everything as files and close the account, no fee.'],
  [
    'Can it tell us which carriers are always late?',
    'By carrier, weekday and hour. That report is the one people frame.',
  ],
  [
    'Does it do rail as well?',
    'Not today. Road and containers by barge, rail is planned but I will not promise a date.',
  ],
  ['How do you count an arrival?', 'One vehicle at one site, however many stops it makes inside.'],
  [
    'What does support look like at five in the morning?',
    'Somebody on the phone from four, in {n} languages.',
  ],
  [
    'Would you do a price for three years?',
    'For three years I can take {pct} percent off and fix it.',
  ],
  ['Is the API open?', 'Open and documented, your team can read it today without an account.'],
  [
    'How did the site in {city} measure the savings?',
    'Gate timestamps before and after, over {n} months. I can share the method.',
  ],
  [
    'Can I see the carrier view?',
    'Yes, here is a test link. Book as many trucks as you like, none will come.',
  ],
  [
    'Could {colleague} join the next call?',
    'Gladly. I will add a short summary so that nobody starts from zero.',
  ],
  ['Do you integrate with weighbridges?', 'With the {n} most common ones. Which brand is yours?'],
  [
    'We charge late carriers. Can it produce the evidence?',
    'Yes, a page per visit with all times, and it holds up in disputes.',
  ],
  [
    'What is the smallest customer you have?',
    'A family company with {n} docks. They answer our surveys faster than anybody.',
  ],
  ['How often do you release?', 'Every other {day}, at night, with notes in plain words.'],
  [
    'Is there a way to block slots for stock-taking?',
    'Drag over the day and give it a reason; carriers see only that it is closed.',
  ],
  [
    'Can a forwarder book for several of our sites at once?',
    'Yes, in one go, and each site confirms on its own.',
  ],
  [
    'What did {company} in the north pay? I heard a number.',
    'I cannot share theirs. For your size it will be near {euro} a month.',
  ],
  [
    'Would legal have to sign your terms or can we use ours?',
    'Yours are fine for the pilot, as long as there is a data processing page.',
  ],
  [
    'How do you deal with dangerous goods?',
    'Extra questions at booking, and only docks that are allowed show up.',
  ],
  ['Do we get one bill or two?', 'One, with a line per site, on the first of the month.'],
  [
    'Can we see waiting times live on a screen in the canteen?',
    'Yes, there is a wall view. Drivers love it, planners learn to.',
  ],
  [
    'Do you also do sustainability figures?',
    'Idle minutes and an estimate of fuel. I would not print more digits than that.',
  ],
  [
    'Who would be our contact after signing?',
    '{colleague} leads the rollouts in your region, I stay with you for the first quarter.',
  ],
  ['Is single sign-on extra?', 'No. Security is not an upsell.'],
  [
    'We tried a portal once and carriers refused. Why would this be different?',
    'Because they need no password: a link, a plate number, done in {n} seconds.',
  ],
  [
    'Could we have a room for drivers to wait and be called?',
    'They get a text when the dock is free, so they can wait wherever they like.',
  ],
  ['Can the numbers go into our dashboard?', 'As a feed every {n} minutes, or a file a day.'],
  [
    'Does the pilot price count towards the year?',
    'All of it, if you sign within {n} weeks of the end.',
  ],
  [
    'What is the catch?',
    'The first two weeks are work. Somebody has to phone the ten biggest carriers.',
  ],
  [
    'Is there a reference I can visit?',
    'Yes, near {city}. They will show you the gate and complain about me a little.',
  ],
  ['Do you support our currency?', 'We bill in euros, pounds, francs and dollars.'],
  [
    'What about accessibility, our tender asks for it?',
    'AA level, audited last year. I attach the report.',
  ],
  ['Can planners undo a mistake?', 'Everything for {n} days, and the history says who did what.'],
  ['How long do you keep our data?', 'As long as you say; the default is two years.'],
  [
    'Will it work on the handhelds we bought last year?',
    'If they run a browser from this decade, yes.',
  ],
  ['How do you price seasonal peaks?', 'By the average of the year, so December does not hurt.'],
  ['Can you block one carrier?', 'Yes, with a date until when and a note for your team.'],
  [
    'Could you explain the difference between a slot and a window?',
    'A slot is a dock at a time; a window is a promise that any dock will be free.',
  ],
  [
    'What if two sites want different rules?',
    'Each has its own. You can copy one to the other to start with.',
  ],
  [
    'Our director asks for the payback in months.',
    'For {big} arrivals a month it is usually {n} to {n} months. I will send the sheet so you can change every number.',
  ],
];
