import type { Exchange } from './phrases';

export const englishSteps: readonly Exchange[] = [
  [
    'Shall we take 20 minutes on {day} at {time}?',
    '{day} at {time} works. Please send the invite to me and {colleague}.',
  ],
  [
    'I have put together a one-page summary with your numbers. May I send it here?',
    'Yes please, short is good.',
  ],
  ['Would it help if I called {colleague} directly?', 'It would. I told them to expect you.'],
  [
    'The pilot could start on the first {day} of next month. Does that fit the stock-taking?',
    'It has to be the week after, we count on the weekend.',
  ],
  [
    'I left out the second site as you asked. The price is now {euro} a month.',
    'That I can defend. Thank you.',
  ],
  [
    'Did the security team find anything in the answers?',
    'Only one question about backups, the rest went through.',
  ],
  [
    'I drew your yard from the satellite picture, could you check the dock numbers?',
    'Docks {n} and up are mirrored, otherwise impressive.',
  ],
  [
    'Which {n} carriers should we phone first?',
    'I will send a list, the top three make half the volume.',
  ],
  ['Can you confirm who signs?', 'Me up to {euro}, above that our managing director in {city}.'],
  [
    'The integration test is green on our side.',
    'Here too! Orders came in at {time} this morning.',
  ],
  [
    'We saw {big} bookings in the first week.',
    'And {n} phone calls fewer per shift, says the gate.',
  ],
  [
    'Average waiting went from 74 to {n} minutes on your worst day.',
    'Can I quote that on {day}? The board will not believe me.',
  ],
  [
    'I can hold this price until the end of the month.',
    'Understood, no pressure from my side, the decision is on the agenda of {day}.',
  ],
  [
    'Would a call with our customer in {city} make it easier?',
    'Yes, ideally with their gate, not with their marketing.',
  ],
  ['I have sent the contract with your changes in green.', 'Got it. Legal needs until {day}.'],
  [
    'Two small changes in the offer: training is in, the screens are out.',
    'Perfect, exactly as discussed.',
  ],
  [
    'Could you share the arrivals of last {day}? One export is enough.',
    'Attached in the mail. Please ignore column {n}, nobody knows what it is.',
  ],
  [
    'Are you the right person for the yard part as well, or is that {colleague}?',
    'Yard is {colleague}, I only pretend to know.',
  ],
  [
    'I will be in {city} on {day}. Coffee and a walk around the gate?',
    'Come before {time}, afterwards there is a queue worth seeing though.',
  ],
  [
    'How did the meeting with finance go?',
    'Better than expected. They want the yearly number next to the monthly one.',
  ],
  [
    'May I introduce {colleague}, who would run your rollout?',
    'Nice to meet you both. We should talk about the Polish carriers.',
  ],
  [
    'The demo site is ready: your docks, your hours, invented trucks.',
    'I spent an hour in it. My planner did not want to give it back.',
  ],
  [
    'I noticed nobody logged in since {day}. Did something get stuck?',
    'Holidays, and I forgot to hand it over. Back on it tomorrow.',
  ],
  [
    'Shall I block {n} hours for the training?',
    'Two sessions please, early and late shift do not mix.',
  ],
  [
    'Your test carrier booked a slot for 31 February, and it was refused.',
    'That was me. Glad it works.',
  ],
  [
    'I will write the summary for the works council, if you tell me what they care about.',
    'Names, times, and whether anybody can be compared. Keep it to a page.',
  ],
  ['The tablets ship on {day}.', 'Reception knows. Please put my name on the box.'],
  [
    'Could we get {n} minutes with the IT lead this week?',
    'He is hard to catch. Try {time} right after his stand-up.',
  ],
  [
    'I updated the forecast with your growth of {pct} percent.',
    'Thanks. It still looks too good, make it more pessimistic.',
  ],
  [
    'We can start with the slow docks so that nothing breaks in the rush.',
    'I like that. The night shift volunteers.',
  ],
  [
    'Have you had a chance to look at the comparison?',
    'Yes. You are not the cheapest, but the only one who asked about the drivers.',
  ],
  [
    'I heard about the storm at the harbour, are you all right over there?',
    'Two roofs and a fence. Everybody is fine, thank you for asking.',
  ],
  ['Should we move the go-live by a week?', 'Please. Half the planners have the flu.'],
  ['I added Ukrainian to the driver page last night.', 'You just made {n} people very happy.'],
  [
    'The invoice went out with the wrong order number, a new one is on its way.',
    'No problem, finance had already guessed.',
  ],
  ['What would make this a clear yes for you?', 'One week in which nobody calls me about a truck.'],
  [
    'We are at {pct} percent of carriers booking by themselves.',
    'The last ones are the stubborn ones, I will call them myself.',
  ],
  ['Do you want the quarterly review on site or online?', 'On site. The canteen has improved.'],
  ['Can I use the photo of the empty queue in a presentation?', 'Yes, without the plates please.'],
  ['Signed copy received, welcome on board!', 'Happy to be here. See you on {day} in {city}.'],
];
